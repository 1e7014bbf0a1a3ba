/** An MCP server of your own, in one file to copy. Its only tool asks GitHub whose token came with the call. */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
} from '@modelcontextprotocol/server';

/** GitHub’s API, as `npm start -- --play github` plays it. The real one is https://api.github.com. */
const API = process.env.API_URL ?? 'http://127.0.0.1:3006/api.github.com';
const PORT = Number(process.env.PORT ?? 3007);

/** The server has no token of its own: each call brings one, and it is gone when the call is answered. */
function tokenIn(headers: Headers): string | undefined {
  return /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
}

/** The account of a token; undefined where GitHub refuses the token. */
async function accountOf(token: string): Promise<string | undefined> {
  const response = await fetch(`${API}/user`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 401) return undefined;
  const { login } = (await response.json()) as { login: string };
  return login;
}

function newServer(): McpServer {
  const server = new McpServer({ name: 'my-server', version: '1.0.0' });
  const tool = { title: 'Who am I?', description: 'Says whose account is used.' };
  server.registerTool('who_am_i', tool, async ({ http }) => {
    const token = http?.req && tokenIn(http.req.headers);
    const text = token ? `You are ${await accountOf(token)}.` : 'The call brought no token.';
    return { content: [{ type: 'text', text }] };
  });
  return server;
}

const mcp = createMcpHandler(newServer);

/** A token that the API refuses is answered with 401 (RFC 6750 section 3.1): so the broker learns of it. */
async function answer(request: Request): Promise<Response> {
  const stranger =
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins());
  if (stranger) return stranger;
  const token = tokenIn(request.headers);
  if (token && (await accountOf(token)) === undefined)
    return new Response(null, {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
  return mcp.fetch(request);
}

createServer(toNodeHandler({ fetch: answer })).listen(PORT, '127.0.0.1', () => {
  process.stdout.write(`The MCP server listens at http://127.0.0.1:${PORT}/mcp.\n`);
});
