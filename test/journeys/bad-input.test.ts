/**
 * Covers src/http/guards.ts, src/http/problem-response.ts, src/http/serve-routes.ts,
 * src/broker/connect/choose-scopes.ts, src/broker/apps/check-app-variables.ts, local/app-server.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const post = (path: string, body: string, contentType = 'application/json') =>
  fetch(`${world.environment.urls.api}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.tokens.ada}`, 'content-type': contentType },
    body,
  });
const START = '/v1/workspaces/acme/connect-sessions';

async function expectProblem(response: Response, status: number, code: string) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({ status, code, type: `urn:connections:problem:${code}` });
  expect(response.status).toBe(status);
  const { errors = [], ...others } = problem;
  expect(Object.keys(others).sort()).toEqual(['code', 'detail', 'status', 'title', 'type']);
  // Names of the schema alone, and none that the caller chose.
  for (const { pointer, reason } of errors as { pointer: string; reason: string }[]) {
    expect(pointer).toMatch(/^(\/[A-Za-z0-9]{1,40})*$/);
    expect(reason).toBe('malformed');
  }
}

describe('bad input gets a typed problem', () => {
  it('an unknown provider', async () => {
    await expectProblem(await post(START, '{"provider":"nosuch"}'), 404, 'unknown_provider');
  });

  it('a provider without any app here', async () => {
    await expectProblem(await post(START, '{"provider":"google"}'), 409, 'app_not_available');
  });

  it.each(['{"provider":"demo","scopes":["admin:everything"]}', '{"provider":"demo","apps":["nosuch"]}'])(
    'T043: scopes beyond the catalogue: %s',
    async (body) => {
      await expectProblem(await post(START, body), 400, 'unknown_scope');
    },
  );

  it.each([
    ['broken JSON', '{"provider":'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['10,000 levels', '['.repeat(5000) + ']'.repeat(5000)],
    ['a byte-order mark', '\ufeff{'],
    ['a number where text belongs', '{"provider":7}'],
    ['a control character in an id', '{"provider":"de\\u0000mo"}'],
    ['a # in an id', '{"provider":"demo#x"}'],
    ['a lone surrogate', '{"provider":"\\ud800"}'],
    ['a label with a tilde', '{"provider":"demo","label":"a~b"}'],
    [
      'T010: parameters of the authorization request',
      '{"provider":"demo","redirect_uri":"https://evil.example"}',
    ],
  ])('T173: %s', async (_title, body) => {
    await expectProblem(await post(START, body), 400, 'invalid_request');
  });

  it('T172: a body of 1 MB', async () => {
    await expectProblem(
      await post(START, `{"provider":"${'a'.repeat(1024 * 1024)}"}`),
      413,
      'payload_too_large',
    );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'T174: %s',
    async (type) => {
      await expectProblem(await post(START, '{"provider":"demo"}', type), 415, 'unsupported_media_type');
    },
  );

  it('T174: another method, and an unknown path', async () => {
    await expectProblem(await post('/v1/providers', '{}'), 405, 'method_not_allowed');
    await expectProblem(await post('/v1/nosuch', '{}'), 404, 'not_found');
  });

  it('T018: the platform’s client id is not a workspace’s own', async () => {
    const verified = await world.environment.ports.apps.newest('verified', 'demo');
    const response = await fetch(`${world.environment.urls.api}/v1/workspaces/acme/oauth-apps/demo`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${world.tokens.ada}`, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: verified?.clientId, clientSecret: 'x' }),
    });
    await expectProblem(response, 409, 'client_id_reserved');
    expect(await world.environment.ports.apps.newest('acme', 'demo')).toBeUndefined();
  });

  it('T064 T179: a fault of ours is told by an id alone, and the log knows it', async () => {
    const { createConnectionsApi } = await import('../../src/http/connections-api.ts');
    const secret = 'ghp_leak-me-not';
    const ports = {
      ...world.environment.ports,
      reads: { ...world.environment.ports.reads, connections: () => Promise.reject(new Error(secret)) },
    };
    const lines: string[] = [];
    const { createJsonLog } = await import('../../src/system/json-log.ts');
    const app = createConnectionsApi(ports, {
      log: createJsonLog((line) => lines.push(line)),
      newCorrelationId: () => 'an-id',
      verifyCaller: async () => ({ issuer: 'i', subject: 's', roles: new Map([['acme', 'admin' as const]]) }),
    });
    const response = await app.request('/v1/workspaces/acme/connections', {
      headers: { authorization: 'Bearer x' },
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal', correlationId: 'an-id' });
    expect(lines.join()).toContain('an-id');
    expect(lines.join()).not.toContain(secret);
  });
});
