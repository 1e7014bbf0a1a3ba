/** Requests to an endpoint, byte for byte, as a client of MCP 2025-11-25 sends them. */
import { expect } from 'vitest';
import { posted } from '../../client/upstream.ts';

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const CLIENT = { capabilities: {}, clientInfo: { name: 'x', version: '1' } };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', ...CLIENT },
};
export const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

/** Posts a message, which is `initialize` unless the test says another one. */
export function ask(url: string, headers: Record<string, string> = {}, message: object = INITIALIZE) {
  return fetch(url, posted(message, headers));
}

/** The id of a new session. */
export async function sessionAt(url: string, token: string, message: object = INITIALIZE): Promise<string> {
  const response = await ask(url, bearer(token), message);
  await response.text();
  return response.headers.get('mcp-session-id') ?? expect.unreachable();
}
