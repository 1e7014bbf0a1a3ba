import { createServerFetch } from '../src/egress/server-fetch.ts';
import { ENDPOINT_LIMITS } from '../src/endpoint/limits.ts';

/** The only way of mcp-endpoint to MCP servers: those at public addresses. */
export const serverFetch = createServerFetch({
  deadline: ENDPOINT_LIMITS.callTime,
  maxBody: ENDPOINT_LIMITS.answerBytes,
});
