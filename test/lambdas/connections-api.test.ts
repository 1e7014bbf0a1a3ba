/** Covers src/contract/environment.ts, lambdas/connections-api.ts, lambdas/http-handler.ts, lambdas/process.ts, lambdas/verify-caller.ts. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allowedAppsRule } from '../../src/contract/environment.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { behindTheGateway, captureLog, coldStart } from './entry.ts';
import type { HttpRequest } from './events.ts';
import { type CountedTable, countedTable } from './table-behind-a-counter.ts';

let table: CountedTable;
let api: ReturnType<typeof behindTheGateway>;
let connect: ReturnType<typeof behindTheGateway>;
let rawApi: (event: unknown, context?: unknown) => Promise<unknown>;
beforeAll(async () => {
  table = await countedTable();
  rawApi = await coldStart('connections-api', { dynamodb: table.endpoint });
  api = behindTheGateway(rawApi);
  connect = behindTheGateway(await coldStart('connect', { dynamodb: table.endpoint }));
});
afterAll(() => table.close());
let lines: string[];
let measured: string[];
beforeEach(() => {
  measured = [];
  lines = captureLog(measured);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function problemOf(send: typeof api, request: HttpRequest) {
  const { statusCode, headers, body } = await send(request);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(headers['cache-control']).toBe('no-store');
  return { statusCode, headers, code: JSON.parse(body).code as string };
}

const EXAMPLE: Record<string, string> = {
  ws: 'acme',
  connectionId: 'google',
  sessionId: 'A'.repeat(43),
  provider: 'google',
  operationId: '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f',
};
const requestOf = (route: Route): HttpRequest => ({
  method: route.method.toUpperCase(),
  path: route.path.replace(/\{(\w+)\}/g, (_all, name: string) => EXAMPLE[name] ?? name),
  ...(route.body && { body: '{}', headers: { 'content-type': 'application/json' } }),
});
const guarded = (name: string) =>
  (ROUTES as readonly Route[]).filter((route) => route.function === name && route.access !== 'public');

describe('connections-api’s function', () => {
  it('is healthy', async () => {
    const { statusCode, headers, body } = await api({ path: '/healthz' });
    expect([statusCode, body]).toEqual([200, '{"status":"ok"}']);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  it('T033: describes itself under the origin of its configuration', async () => {
    const { statusCode, body } = await api({ path: '/openapi.json', headers: { host: 'evil.example' } });
    const document = JSON.parse(body);
    expect(statusCode).toBe(200);
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'https://api.connections.example' }]);
    expect(Object.keys(document.paths).length).toBeGreaterThan(10);
    expect(body).not.toContain('evil');
  });

  it('T174: knows no other path, no other method, and no path of another spelling', async () => {
    expect(await problemOf(api, { path: '/v1/nosuch' })).toMatchObject({
      statusCode: 404,
      code: 'not_found',
    });
    expect(await problemOf(api, { method: 'POST', path: '/v1/providers', body: '{}' })).toMatchObject({
      statusCode: 405,
      code: 'method_not_allowed',
    });
    for (const path of ['/', '/V1/providers', '/v1/providers/', '/v1//providers', '/v1/%70roviders/x'])
      expect((await problemOf(api, { path })).statusCode).toBe(404);
  });

  it('T172: is not upset by a long path or header', async () => {
    const long = 'a'.repeat(10_000);
    expect((await problemOf(api, { path: `/v1/${long}` })).statusCode).toBe(404);
    const headers = { authorization: `Bearer ${long}` };
    expect((await problemOf(api, { path: '/v1/providers', headers })).statusCode).toBeGreaterThanOrEqual(400);
  });

  it.each(['GET', 'HEAD'])(
    'T174: makes nothing of the body of a %s, and prints nothing about it',
    async (method) => {
      const printed = vi.spyOn(console, 'error').mockReturnValue();
      const { statusCode, headers } = await api({ method, path: '/healthz', body: '{"a":1}' });
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(printed).not.toHaveBeenCalled();
    },
  );

  it.each([
    undefined,
    null,
    {},
    [],
    'text',
    { version: '2.0' },
    { version: '2.0', requestContext: {} },
    { httpMethod: 'GET', path: '/healthz', headers: {}, requestContext: { elb: {} } },
    { version: '1.0', httpMethod: 'GET', path: '/healthz', headers: {}, requestContext: {} },
  ])(
    'T179: answers the event %j, which no gateway sends, with a problem and not with an exception',
    async (event) => {
      const printed = vi.spyOn(console, 'error').mockReturnValue();
      const answer = (await rawApi(event)) as { statusCode: number; body: string };
      expect(answer.statusCode).toBe(500);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'internal' });
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        { level: 'error', event: 'unhandled', error: 'TypeError' },
      ]);
      expect(printed).not.toHaveBeenCalled();
    },
  );
});

describe('the rule of allowed apps', () => {
  it('is the strictest one where the stage’s text is no rule', () => {
    expect(['verified-and-own', 'own-only', 'anything', '', 'constructor'].map(allowedAppsRule)).toEqual([
      'verified-and-own',
      'own-only',
      'own-only',
      'own-only',
      'own-only',
    ]);
  });
});

describe('T053 T054: without a token', () => {
  it.each(guarded('connections-api'))('connections-api: $operationId answers 401', async (route) => {
    table.requests.length = 0;
    const { statusCode, code, headers } = await problemOf(api, requestOf(route));
    expect([statusCode, code]).toEqual([401, 'unauthenticated']);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(table.requests).toEqual([]);
  });

  it.each(guarded('connect'))('connect: $operationId answers 401', async (route) => {
    table.requests.length = 0;
    expect(await problemOf(connect, requestOf(route))).toMatchObject({
      statusCode: 401,
      code: 'unauthenticated',
    });
    expect(table.requests).toEqual([]);
  });

  it.each([
    ['connections-api', () => api, 'GET'],
    ['connect', () => connect, 'DELETE'],
  ])('%s counts the caller, and logs nothing else', async (_name, send, method) => {
    await send()({ method, path: `/v1/workspaces/acme${method === 'GET' ? '/activity' : ''}` });
    expect(lines).toEqual([]);
    expect(measured.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ stage: 'test', CallersRefused: 1 }),
    ]);
  });

  it('T054: the claims of a gateway’s authorizer are no token', async () => {
    const event = { path: '/v1/workspaces/acme/connections' };
    const { httpEvent } = await import('./events.ts');
    const forged = httpEvent(event);
    Object.assign(forged.requestContext, {
      authorizer: { jwt: { claims: { sub: 'ada', workspaces: '[acme:admin]' }, scopes: null } },
    });
    expect(await rawApi(forged)).toMatchObject({ statusCode: 401 });
  });
});

describe('T054: with a token that cannot be verified, since the issuer is not there', () => {
  it.each([
    ['connections-api', () => api, 'GET', '/v1/workspaces/acme/connections'],
    ['connect', () => connect, 'DELETE', '/v1/workspaces/acme/connections/google'],
  ])('%s answers 503, accuses nobody and reads nothing', async (_name, send, method, path) => {
    table.requests.length = 0;
    const headers = { authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.leak' };
    expect(await problemOf(send(), { method, path, headers })).toMatchObject({
      statusCode: 503,
      code: 'temporarily_unavailable',
    });
    expect(table.requests).toEqual([]);
    expect(lines.join()).toContain('request_failed');
    expect(lines.join()).not.toContain('leak');
  });
});
