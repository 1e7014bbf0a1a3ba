/**
 * Covers src/broker/caller.ts, src/broker/callers/caller-from-claims.ts, src/broker/callers/workspace-roles.ts, src/http/guards.ts, src/http/connections-api.ts,
 * src/http/connect.ts, src/oauth/jwt/verify-access-token.ts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_AUDIENCE } from '../../local/people.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let issuer: string;
beforeAll(async () => {
  world = await startWorld();
  issuer = world.environment.urls.identityProvider;
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const api = (path: string, init: RequestInit = {}) => fetch(`${world.environment.urls.api}${path}`, init);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const BODIES: Record<string, unknown> = {
  startConnect: { provider: 'demo' },
  completeConnect: {
    completionSecret: 'A'.repeat(43),
    provider: 'demo',
    owner: 'verified',
    query: `code=c&state=${'A'.repeat(43)}`,
  },
  renameConnection: { name: 'Sales' },
  putMe: { idToken: 'an.id.token' },
  putOAuthApp: { clientId: 'mine', clientSecret: 'secret' },
  putOAuthAppPolicy: { allowed: 'verified-and-own' },
  putMcpServer: {
    name: 'Own',
    provider: 'demo',
    placements: [{ in: 'env', name: 'TOKEN', value: '{accessToken}' }],
    removeHeaders: [],
    binding: 'process',
    discovery: false,
    scopes: [],
  },
};

/** A request of a route with all its parameters filled in. */
function call(route: Route, token: string, workspace: string): Promise<Response> {
  const path = route.path
    .replace('{ws}', workspace)
    .replace('{connectionId}', 'demo')
    .replace('{sessionId}', 'A'.repeat(43))
    .replace('{provider}', 'demo')
    .replace('{serverId}', 'own-server')
    .replace('{operationId}', '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f')
    .replace('{person}', 'A'.repeat(43))
    .replace('{app}', 'verified');
  const body = BODIES[route.operationId];
  return api(path, {
    method: route.method.toUpperCase(),
    headers: { ...bearer(token), ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

const workspaceRoutes = (ROUTES as readonly Route[]).filter(({ path }) => path.includes('{ws}'));
const table = async () => {
  const { connections } = world.environment.ports;
  return [await connections.list('acme'), await connections.list('globex'), await connections.list('nosuch')];
};

describe('workspaces are apart', () => {
  it.each(workspaceRoutes)(
    'T046 T047: $operationId of a foreign workspace answers as of an unknown one',
    async (route) => {
      const before = await table();
      const [foreign, unknown] = [
        await call(route, world.tokens.mallory, 'acme'),
        await call(route, world.tokens.mallory, 'nosuch'),
      ];
      expect(foreign.status).toBe(404);
      expect(await foreign.text()).toBe(await unknown.text());
      expect(await table()).toEqual(before);
    },
  );

  it.each(workspaceRoutes.filter(({ access }) => access === 'admin'))(
    'T055: $operationId is not for a member',
    async (route) => {
      const answer = await call(route, world.tokens.bob, 'acme');
      expect(answer.status).toBe(403);
      expect(((await answer.json()) as { code: string }).code).toBe('forbidden');
    },
  );

  // What Ada connected only she or an admin renames: test/journeys/rename-connection.test.ts.
  const ofMembers = workspaceRoutes.filter(({ access }) => access === 'member');
  it.each(ofMembers.filter(({ operationId }) => operationId !== 'renameConnection'))(
    'T055: $operationId is for a member',
    async (route) => {
      expect((await call(route, world.tokens.bob, 'acme')).status).not.toBe(403);
    },
  );

  it('T062: a list holds the own workspace alone', async () => {
    await world.connect(world.mallory, 'globex');
    const { body } = await world.ada.connections('globex');
    expect(body.connections.map(({ connectedBy }) => connectedBy)).toEqual(['mallory']);
    expect(
      (await world.ada.connections('acme')).body.connections.map(({ connectedBy }) => connectedBy),
    ).toEqual(['ada']);
  });

  it.each(['status', 'workspaceId', 'generation', 'tokens', 'epoch', '__proto__', 'constructor'])(
    'T060 T176: a body with %s is refused and changes nothing',
    async (field) => {
      const before = await table();
      const response = await api('/v1/workspaces/acme/connect-sessions', {
        method: 'POST',
        headers: { ...bearer(world.tokens.ada), 'content-type': 'application/json' },
        body: `{"provider":"demo","${field}":{"polluted":true}}`,
      });
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      // JSON's own `__proto__` is no field of ours either: refused or dropped, never used.
      if (field !== '__proto__') expect(response.status).toBe(400);
      expect(await table()).toEqual(before);
    },
  );

  it.each(['a%23b', 'a%2Fb', 'a%00', '..%2f..', 'a%7Cb', '%E2%80%AEabc', 'A'.repeat(65), '%C3%A9', 'a%0Ab'])(
    'T061 T175: an id of %s is refused',
    async (id) => {
      const response = await api(`/v1/workspaces/acme/connections/${id}`, {
        headers: bearer(world.tokens.ada),
      });
      expect([400, 404]).toContain(response.status);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.text()).not.toContain(id);
    },
  );
});

describe('a bearer token that is not good', () => {
  /** The identity provider's own signing key, so that only the named flaw is wrong. */
  let sign: (claims: Record<string, unknown>, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  const now = () => Math.floor(Date.now() / 1000);
  const good = () => ({
    iss: issuer,
    aud: LOCAL_AUDIENCE,
    sub: 'ada',
    iat: now(),
    exp: now() + 600,
    workspaces: ['acme:admin'],
  });

  beforeAll(async () => {
    const { importJWK } = await import('jose');
    const stored = JSON.parse(await readFile(join(world.stateDir, 'identity-provider-keys.json'), 'utf8'));
    const jwk = (stored.jwks?.keys ?? stored.keys)[0];
    const key = await importJWK(jwk, 'RS256');
    sign = (claims, header) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: jwk.kid, typ: 'at+jwt', ...header })
        .sign(key);
  });

  const statusWith = async (token: string) =>
    (await api('/v1/workspaces/acme/connections', { headers: bearer(token) })).status;

  it('is told from a good one', async () => {
    expect(await statusWith(await sign(good()))).toBe(200);
  });

  it.each<[string, (claims: ReturnType<typeof good>) => Record<string, unknown>]>([
    ['T050: another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['T050: a look-alike issuer', (claims) => ({ ...claims, iss: `${claims.iss}/` })],
    ['T051: another audience', (claims) => ({ ...claims, aud: 'urn:other' })],
    ['T051: an audience with extras', (claims) => ({ ...claims, aud: [LOCAL_AUDIENCE, 'urn:other'] })],
    ['T051: no audience', ({ aud: _, ...claims }) => claims],
    ['T052: an end in the past', (claims) => ({ ...claims, exp: now() - 60 })],
    ['T052: a beginning in the future', (claims) => ({ ...claims, nbf: now() + 120 })],
    ['T052: no end', ({ exp: _, ...claims }) => claims],
    ['T052: an end that is text', (claims) => ({ ...claims, exp: String(claims.exp) })],
    ['T052: a fraction', (claims) => ({ ...claims, exp: claims.exp + 0.5 })],
    ['T052: an end in a thousand years', (claims) => ({ ...claims, exp: 33_000_000_000 })],
    ['T052: an issue longer ago than the tokens live here', (claims) => ({ ...claims, iat: now() - 3_700 })],
    ['T052: an issue in the future', (claims) => ({ ...claims, iat: now() + 120 })],
    ['T052: no time of issue', ({ iat: _, ...claims }) => claims],
    ['no subject', ({ sub: _, ...claims }) => claims],
    ['an ID token’s nonce', (claims) => ({ ...claims, nonce: 'n' })],
    ['a key that its bearer must prove', (claims) => ({ ...claims, cnf: { jkt: 'k' } })],
  ])('%s: 401', async (_title, spoil) => {
    expect(await statusWith(await sign(spoil(good())))).toBe(401);
  });

  it('T048: alg none, HS256 under the public key, and an unlisted algorithm: 401', async () => {
    const keys = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { n: string; kid: string }[] };
    const publicKey = Buffer.from(keys.keys[0]?.n ?? '', 'base64url');
    const hs256 = await new SignJWT(good())
      .setProtectedHeader({ alg: 'HS256', kid: keys.keys[0]?.kid, typ: 'at+jwt' })
      .sign(publicKey);
    expect(await statusWith(new UnsecuredJWT(good()).encode())).toBe(401);
    expect(await statusWith(hs256)).toBe(401);
  });

  it('T049: a key that the token brings along is not used, and nothing is fetched for it', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { exportJWK } = await import('jose');
    const fetched: string[] = [];
    const { createServer } = await import('node:http');
    const attacker = createServer((request, response) => {
      fetched.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(attacker.address() as { port: number }).port}`;
    for (const header of [
      { jku: origin },
      { x5u: origin },
      { jwk: await exportJWK(publicKey) },
      { kid: 'unknown' },
    ]) {
      const token = await new SignJWT(good())
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header })
        .sign(privateKey);
      expect(await statusWith(token)).toBe(401);
    }
    attacker.close();
    expect(fetched).toEqual([]);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'bearer x.y.z'])(
    'T054: Authorization "%s": 401',
    async (value) => {
      const response = await api('/v1/providers', { headers: value ? { authorization: value } : {} });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it.each<[string, unknown]>([
    ['a name without a role', ['acme']],
    ['another role', ['acme:owner']],
    ['a role of another case', ['acme:Admin']],
    ['a part more', ['acme:admin:x']],
    ['a role that is empty', 'acme:'],
    ['a name that is empty', [':admin']],
    ['an empty entry', ['acme:admin', '']],
    ['an empty text', ''],
    ['an object', { acme: 'admin' }],
    ['an object among good ones', ['acme:admin', { toString: 'acme:admin' }]],
    ['a null among good ones', ['acme:admin', null]],
    ['a list within the list', ['acme:admin', ['acme:admin']]],
    ['a list within the list alone', [['acme:admin']]],
    ['a number', 7],
    ['null', null],
    ['true', true],
    ['a name with a space', ['x:member acme:admin']],
    ['a text of two entries', 'other:member acme:member'],
    ['a space before', [' acme:admin']],
    ['a line break after', ['acme:admin\n']],
    ['a tab', ['acme\t:admin']],
    ['a wide space', ['acme:admin\u2003acme:admin']],
    ['the name that is the platform’s', ['verified:admin']],
    ['501 entries', Array.from({ length: 501 }, (_, index) => `w${index}:member`)],
  ])('T055: a claim with %s is refused as a whole', async (_title, workspaces) => {
    const response = await api('/v1/workspaces/acme/connections', {
      headers: bearer(await sign({ ...good(), workspaces })),
    });
    expect(response.status).toBe(403);
    expect(((await response.json()) as { code: string }).code).toBe('workspace_claim_refused');
  });

  it.each<[string, unknown, number]>([
    ['no claim', undefined, 404],
    ['an empty list', [], 404],
    ['one entry as a text', 'acme:member', 200],
    ['500 entries', ['acme:member', ...Array.from({ length: 499 }, (_, index) => `w${index}:member`)], 200],
    ['the same entry twice', ['acme:member', 'acme:member'], 200],
    ['a name of another case', ['ACME:admin'], 404],
  ])('T055: a claim with %s is read', async (_title, workspaces, status) => {
    const { workspaces: _, ...claims } = good();
    const token = await sign(workspaces === undefined ? claims : { ...claims, workspaces });
    expect(await statusWith(token)).toBe(status);
  });

  it.each([[['acme:member', 'acme:admin']], [['acme:admin', 'acme:member']]])(
    'T055: of two roles in one workspace the higher counts: %j',
    async (workspaces) => {
      const response = await api('/v1/workspaces/acme/oauth-apps/demo', {
        headers: bearer(await sign({ ...good(), workspaces })),
      });
      expect(response.status).toBe(200);
    },
  );
});
