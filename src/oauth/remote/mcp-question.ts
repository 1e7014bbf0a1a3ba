/** Questions to an MCP server that change nothing there (Streamable HTTP). Pure. */
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderRequest } from '../provider-fetch.ts';

/** A JSON-RPC request, and the headers that its revision wants beside it. */
interface Question {
  headers: Record<string, string>;
  body: object;
}

const CLIENT = { name: 'Connections', version: '1' };
const CURRENT = '2026-07-28';

/** The tools, as a client of 2026-07-28 asks for them: it has no handshake. */
export const LIST_OF_TOOLS: Question = {
  headers: { 'mcp-protocol-version': CURRENT, 'mcp-method': 'tools/list' },
  body: {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/list',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': CURRENT,
        'io.modelcontextprotocol/clientInfo': CLIENT,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  },
};

/** The handshake of 2025-11-25 and older. */
export const HANDSHAKE: Question = {
  headers: {},
  body: {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT },
  },
};

/** The request to a server, with `Authorization` if it is given. */
export function questionTo(
  url: string,
  { headers, body }: Question,
  authorization?: string,
): ProviderRequest {
  return {
    url,
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...headers,
      ...(authorization !== undefined && { authorization }),
    },
    body: JSON.stringify(body),
    sizeLimit: OAUTH_LIMITS.metadata,
  };
}
