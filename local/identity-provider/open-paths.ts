/** What a page of another port of this machine may call: MCP clients that run in a browser, such as the Inspector. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The library's paths. */
export const REGISTRATION = '/reg';
const TOKEN = '/token';
const METADATA = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/**
 * Whether such a page may call the path: metadata, registration and the token endpoint, and no page of this provider. A page
 * of the internet may not, so that none registers clients on the machine of a person who visits it.
 */
export function isOpenToThisMachine(path: string): boolean {
  return [...METADATA, TOKEN, REGISTRATION].includes(path);
}

/**
 * The headers that the library leaves out at the registration endpoint (Fetch, CORS protocol). Answers the preflight itself,
 * and resolves with true then. The origin has been judged before.
 */
export async function answerRegistrationPreflight(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { origin } = request.headers;
  if (request.url !== REGISTRATION || origin === undefined) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'Origin');
  if (request.method !== 'OPTIONS') return false;
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-allow-headers', 'content-type, mcp-protocol-version');
  response.writeHead(204).end();
  return true;
}
