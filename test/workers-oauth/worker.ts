/**
 * An MCP server on Cloudflare's OAuth provider, as many official ones are: the library does all of OAuth, this file the page, which
 * asks nobody, and one tool.
 */
import { OAuthProvider } from '@cloudflare/workers-oauth-provider';

interface Env {
  ORIGIN: string;
  OAUTH_PROVIDER: {
    parseAuthRequest(request: Request): Promise<{ clientId: string; scope: string[] }>;
    completeAuthorization(options: object): Promise<{ redirectTo: string }>;
  };
}

const RESULTS: Record<string, (props: { userId: string }) => object> = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'workers', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: 'whoami', inputSchema: { type: 'object' } }] }),
  'tools/call': ({ userId }) => ({ content: [{ type: 'text', text: userId }] }),
};

const apiHandler = {
  async fetch(request: Request, _env: Env, ctx: { props: { userId: string } }): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const { id, method } = (await request.json()) as { id?: number; method: string };
    if (id === undefined) return new Response(null, { status: 202 });
    const result = RESULTS[method]?.(ctx.props);
    const error = { code: -32601, message: 'unknown method' };
    return Response.json({ jsonrpc: '2.0', id, ...(result ? { result } : { error }) });
  },
};

const defaultHandler = {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname !== '/authorize') return new Response(null, { status: 404 });
    const asked = await env.OAUTH_PROVIDER.parseAuthRequest(request);
    const { redirectTo } = await env.OAUTH_PROVIDER.completeAuthorization({
      request: asked,
      userId: 'ada',
      metadata: {},
      scope: asked.scope,
      props: { userId: 'ada' },
    });
    return Response.redirect(redirectTo, 302);
  },
};

export default {
  fetch(request: Request, env: Env, ctx: object): Promise<Response> {
    const provider = new OAuthProvider({
      apiRoute: '/mcp',
      apiHandler: apiHandler as never,
      defaultHandler: defaultHandler as never,
      authorizeEndpoint: '/authorize',
      tokenEndpoint: '/token',
      clientRegistrationEndpoint: '/register',
      accessTokenTTL: 3600,
      scopesSupported: ['mcp:read', 'offline_access'],
      requiredScopes: ['mcp:read'],
      resourceMetadata: { resource: `${env.ORIGIN}/mcp`, authorization_servers: [env.ORIGIN] },
    });
    return provider.fetch(request, env as never, ctx);
  },
};
