import { injectingFetch } from '@connections/client';
import { MCPServerStreamableHttp } from '@openai/agents-core';

/** For `new Agent({ mcpServers: [server], … })`. */
export async function connectOpenAiAgents({ url, ...target }) {
  const fetch = injectingFetch({ ...target, refusals: 'answer' });
  const server = new MCPServerStreamableHttp({ url, name: target.server, fetch });
  await server.connect();
  return server;
}
