/**
 * The real entries of mcp-sign-in, mcp-endpoint and token-injector behind a model of API Gateway with Lambda's response streaming,
 * between unmodified MCP clients and a real MCP server.
 * Covers lambdas/mcp-endpoint.ts, lambdas/mcp-server-fetch.ts, lambdas/internal-error.ts, src/aws/rest-api/streamed-answer.ts,
 * src/aws/rest-api/request-of-event.ts, lib/http/mcp-endpoint.ts, lib/http/mcp-endpoint-answers.ts.
 */
import {
  Client,
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLambdaEndpoint } from '../../local/lambda-endpoint.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { CLIENTS, textOf } from '../client/mcp-clients.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { settingsOf, stageTemplate, withEverything } from '../stack/stage-template.ts';
import { authorizerEvent, bearer, callHeaders } from './authorizer-events.ts';
import { type AuthorizerWorld, authorizerWorld, TOKEN } from './authorizer-world.ts';
import { behindTheGateway, captureLog, VALUES } from './entry.ts';
import { lambdaContext } from './events.ts';
import { callerToken, issuerFetch, setIssuerDown } from './issuer-stand-in.ts';
import { invokeStreaming } from './lambda-streaming.ts';
import { throughMcpGateway } from './mcp-gateway.ts';

let upstream: LoopbackServer;
// The server's address is https on a host of the operator's, which no test can reach.
vi.mock('../../lambdas/mcp-server-fetch.ts', () => ({
  serverFetch: (_url: string, init: RequestInit) => fetch(upstream.origin, init),
}));
answerFunctions(issuerFetch);

const ADDRESS = VALUES.mcpAddress;
let world: AuthorizerWorld;
let lambda: LoopbackServer;
let endpoint: unknown;
let api: typeof fetch;
let logged: string[];
/** Opens what the tool `slow` waits for. */
let goOn: () => void;
const invoked: unknown[] = [];
/** What the MCP server was sent, raw. */
const arrived: string[][] = [];

beforeAll(async () => {
  logged = captureLog();
  world = await authorizerWorld();
  await world.connect('acme', TOKEN);
  upstream = await listenOnLoopback(0, () => {
    const listener = toNodeHandler(createMcpHandler(crm));
    return (request, response) => {
      arrived.push(request.rawHeaders);
      listener(request, response).catch(() => response.destroy());
    };
  });
  const values = { injectorAudiences: `${VALUES.jwtAudience} ${VALUES.mcpAudience}` };
  const injector = await world.startOf('token-injector', { values });
  lambda = await startLambdaEndpoint(0, {
    [VALUES.injectorFunction.replace(/:live$/, '')]: (event) =>
      injector(event, lambdaContext('token-injector')),
  });
  const authorize = await world.startOf('mcp-sign-in');
  endpoint = await world.startOf('mcp-endpoint', { lambda: lambda.origin });
  const template = stageTemplate(withEverything(settingsOf('prod')));
  api = throughMcpGateway({ template, address: ADDRESS, authorize, endpoint, invoked });
});
beforeEach(() => {
  invoked.length = 0;
  arrived.length = 0;
});
afterAll(async () => {
  await lambda?.close();
  await upstream?.close();
  await world?.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The operator's MCP server. */
function crm(): McpServer {
  const server = new McpServer({ name: 'crm', version: '1.0.0' });
  server.registerTool('find', {}, async (context) => ({
    content: [
      { type: 'text', text: context.http?.req?.headers.get('x-crm-token') === TOKEN ? 'found' : 'no token' },
    ],
  }));
  server.registerTool('slow', {}, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    const opened = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const params = { progressToken: progressToken ?? 'none', progress: 1, message: 'half' };
    await mcpReq.notify({ method: 'notifications/progress', params });
    await opened;
    return { content: [{ type: 'text', text: 'done' }] };
  });
  return server;
}

/** A fetch of a person whose client has signed in for an address. */
const signedIn = async (path: string, claims: Record<string, unknown> = {}) => {
  const token = await callerToken({ aud: `${ADDRESS}${path}`, ...claims });
  return (input: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return api(input, { ...init, headers });
  };
};

describe.each(CLIENTS)('%s', (_name, connectClient) => {
  it.each(['', '/acme'])('lists and calls the tools of its workspace at %j', async (path) => {
    const client = await connectClient(`${ADDRESS}${path}`, await signedIn(path));
    onTestFinished(() => client.close());
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toContain('crm__find');
    expect(textOf(await client.callTool({ name: 'crm__find' }))).toBe('found');
    expect(invoked.length).toBeGreaterThan(2);
  });

  it('T233: has the tools of one server under their own names, and the server never sees the caller’s token', async () => {
    const client = await connectClient(`${ADDRESS}/acme/crm`, await signedIn('/acme/crm'));
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['find', 'slow']);
    expect(textOf(await client.callTool({ name: 'find' }))).toBe('found');
    expect(arrived.length).toBeGreaterThan(0);
    expect(JSON.stringify(arrived)).not.toContain('eyJ');
  });
});

it.each(['auto', 'legacy'] as const)('progress arrives while the call runs (%s)', async (mode) => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const fetch = await signedIn('/acme/crm');
  await client.connect(new StreamableHTTPClientTransport(new URL(`${ADDRESS}/acme/crm`), { fetch }));
  onTestFinished(() => client.close());
  const seen: unknown[] = [];
  const onprogress = ({ message }: { message?: string }) => {
    seen.push(message);
    // The server goes on only when the client has its progress.
    goOn();
  };
  const result = await client.callTool({ name: 'slow', arguments: {} }, { onprogress });
  expect(textOf(result)).toBe('done');
  expect(seen).toEqual(['half']);
});

describe.each(['', '/acme', '/acme/crm', '/~me'])('the sign-in at %j', (path) => {
  it('begins with a 401 that an SDK’s client understands, and leads to the metadata of this very address', async () => {
    const answer = await api(`${ADDRESS}${path}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(answer);
    expect(scope).toBe('mcp:call');
    const metadata = await discoverOAuthProtectedResourceMetadata(
      `${ADDRESS}${path}`,
      resourceMetadataUrl ? { resourceMetadataUrl } : {},
      api,
    );
    expect(metadata).toEqual({
      resource: `${ADDRESS}${path}`,
      authorization_servers: [VALUES.jwtIssuer],
      scopes_supported: ['mcp:call'],
      bearer_methods_supported: ['header'],
    });
    // Only the metadata came to the function.
    expect(invoked).toHaveLength(1);
  });

  it('T225: is wanted of a token of the HTTP API too, which never gets to the function', async () => {
    const api = await signedIn(path, { aud: VALUES.jwtAudience });
    const answer = await api(`${ADDRESS}${path}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    expect(extractWWWAuthenticateParams(answer).error).toBe('invalid_token');
    expect(invoked).toEqual([]);
  });
});

it('T225: a token of an MCP client is refused by the HTTP API’s functions and by the proxies, and taken by the injector', async () => {
  const token = await callerToken({ aud: `${ADDRESS}/acme`, workspaces: ['acme:admin'] });
  const before = await world.calls('acme');
  for (const [name, request] of [
    ['connections-api', { path: '/v1/workspaces/acme/connections' }],
    ['connect', { method: 'DELETE', path: '/v1/workspaces/acme/connections/google' }],
  ] as const) {
    const handler = await world.startOf(name);
    const send = behindTheGateway((event) => handler(event, lambdaContext(name)));
    const { statusCode, body } = await send({ ...request, headers: bearer(token) });
    expect([name, statusCode, JSON.parse(body).code]).toEqual([name, 401, 'unauthenticated']);
  }
  const proxy = await world.start();
  const asked = authorizerEvent({ headers: callHeaders('find', bearer(token)) });
  await expect(proxy(asked, lambdaContext('token-authorizer'))).rejects.toThrow('Unauthorized');
  expect(await world.calls('acme')).toEqual(before);
  const client = await CLIENTS[0]?.[1](`${ADDRESS}/acme`, await signedIn('/acme'));
  onTestFinished(() => client?.close());
  expect(textOf(await client?.callTool({ name: 'crm__find' }))).toBe('found');
});

describe('API Gateway', () => {
  it('renames a challenge of the function itself, which is why the authorizer has to give it', async () => {
    const event = {
      httpMethod: 'POST',
      resource: '/{workspace}',
      pathParameters: { workspace: 'acme' },
      multiValueHeaders: {},
      body: '{}',
    };
    const { status, headers } = await invokeStreaming(endpoint, event);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('resource_metadata');
    const everybodyIn = throughMcpGateway({
      template: stageTemplate(withEverything(settingsOf('prod'))),
      address: ADDRESS,
      endpoint,
      authorize: async (asked) => ({
        principalId: 'x',
        policyDocument: {
          Statement: [{ Effect: 'Allow', Resource: (asked as { methodArn: string }).methodArn }],
        },
        context: {},
      }),
    });
    const answer = await everybodyIn(`${ADDRESS}/acme`, { method: 'POST', body: '{}' });
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(answer.headers.get('x-amzn-remapped-www-authenticate')).toContain('resource_metadata');
  });

  it.each(['GET', 'PUT', 'PATCH'])('answers 405 to a %s itself', async (method) => {
    const answer = await (await signedIn('/acme'))(`${ADDRESS}/acme`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
    expect(invoked).toEqual([]);
  });

  it('answers 503 while nobody can be verified, and starts no sign-in', async () => {
    const unverified = await world.startOf('mcp-sign-in');
    const template = stageTemplate(withEverything(settingsOf('prod')));
    const cold = throughMcpGateway({ template, address: ADDRESS, authorize: unverified, endpoint, invoked });
    setIssuerDown(true);
    onTestFinished(() => setIssuerDown(false));
    const token = await callerToken({ aud: `${ADDRESS}/acme` });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await cold(`${ADDRESS}/acme`, { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(invoked).toEqual([]);
  });

  it.each([
    '/acme/crm/more',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-protected-resource/a/b/c',
  ])('answers 404 at %s itself', async (path) => {
    expect((await api(`${ADDRESS}${path}`, { method: 'GET' })).status).toBe(404);
    expect(invoked).toEqual([]);
  });
});

describe('the function', () => {
  it('says what is wrong with a request that the authorizer left to it', async () => {
    const nowhere = await api(`${ADDRESS}/verified`, { method: 'POST', body: '{}' });
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ]);
    const odd = await signedIn('/acme', { workspaces: ['acme:member', {}] });
    const refused = await odd(`${ADDRESS}/acme`, { method: 'POST', body: '{}' });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'workspace_claim_refused' }),
    ]);
  });

  it('reads a body in base64', async () => {
    const token = await callerToken({ aud: `${ADDRESS}/acme` });
    const body = Buffer.from('no json').toString('base64');
    const headers = { Authorization: [`Bearer ${token}`], 'Content-Type': ['application/json'] };
    const { status, body: answer } = await invokeStreaming(endpoint, {
      httpMethod: 'POST',
      resource: '/{workspace}',
      pathParameters: { workspace: 'acme' },
      multiValueHeaders: headers,
      body,
      isBase64Encoded: true,
    });
    expect(status).toBe(400);
    expect(await new Response(answer).json()).toMatchObject({ error: { code: -32700 } });
  });

  it.each([undefined, {}, { version: '2.0' }])(
    'answers 500 to an event of something else: %j',
    async (event) => {
      const { status, body, ended } = await invokeStreaming(endpoint, event);
      expect(status).toBe(500);
      expect(await new Response(body).json()).toMatchObject({ code: 'internal' });
      await ended;
      expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ event: 'unhandled', error: 'TypeError' });
    },
  );
});
