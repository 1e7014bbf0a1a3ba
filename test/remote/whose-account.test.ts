/**
 * Whose tokens a remote server's are.
 * Covers src/oauth/account/openid-account.ts, src/broker/connect/identify-owner.ts, src/broker/connect/store-consent.ts,
 * src/broker/connect/start-connect.ts, src/oauth/account/probe-token.ts, src/broker/tokens/account-key.ts.
 */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { GOOD_ISSUER, HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import type { ScriptedAuthorization } from './scripted-authorization.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let honest: Pair;
let other: Pair;
beforeAll(async () => {
  honest = await generateKeyPair('ES256');
  other = await generateKeyPair('ES256');
});

const SOURCES = {
  jwks_uri: `${GOOD_ISSUER}/jwks`,
  userinfo_endpoint: `${GOOD_ISSUER}/userinfo`,
  introspection_endpoint: `${GOOD_ISSUER}/introspect`,
};

async function keySet() {
  return { keys: [{ ...(await exportJWK(honest.publicKey)), alg: 'ES256', kid: 'one' }] };
}

async function registered(more: Record<string, unknown> = {}) {
  const world = await remoteWorld();
  const good = world.good(more);
  world.net.at(SOURCES.jwks_uri, async () => ({ body: await keySet() }));
  await world.confirmed('good', URL_OF_GOOD);
  return { world, ...good };
}

interface Claims {
  key?: Pair;
  issuer?: string;
  audience?: string | string[];
  azp?: string;
  /** Seconds from the time of the world. */
  ends?: number;
  sub?: string;
}

/** The ID token of the next answers. */
async function idTokens(as: ScriptedAuthorization, now: number, claims: Claims = {}): Promise<void> {
  const { key = honest, issuer = as.issuer, ends = 600, sub = 'user-1', azp } = claims;
  const clientId = [...as.clients.keys()][0] ?? '';
  const idToken = await new SignJWT({ email: 'ada@good.example', email_verified: true, ...(azp && { azp }) })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience(claims.audience ?? clientId)
    .setSubject(sub)
    .setIssuedAt(Math.floor(Date.now() / 1_000))
    .setExpirationTime(Math.floor(Date.now() / 1_000) + ends)
    .sign(key.privateKey);
  as.tokenAnswer = () => ({ id_token: idToken });
  expect(now).toBeGreaterThan(0);
}

const UNKNOWN = /^ada, \d{4}-\d\d-\d\d$/;

describe('an ID token', () => {
  it('that is verified says whose account it is, and another account does not take its place', async () => {
    const { world, as } = await registered(SOURCES);
    await idTokens(as, world.stage.now());
    expect((await world.connect('good', as)).body.account).toBe('ada@good.example');
    expect(world.net.to(SOURCES.userinfo_endpoint)).toEqual([]);
    await world.connect('good', as);
    await idTokens(as, world.stage.now(), { sub: 'user-2' });
    const begun = await world.began('good', { replaceAccount: true });
    const done = await world.complete(begun, as.authorize(begun.authorizationUrl));
    expect(done.body.code).toBe('account_mismatch');
    expect((await world.connection('remote~good')).body.account).toBe('ada@good.example');
  });

  it.each<[string, Claims]>([
    ['another key', { key: undefined as never }],
    ['another audience', { audience: 'somebody-else' }],
    ['a party that is not the client', { azp: 'somebody-else' }],
    ['another issuer', { issuer: 'https://evil.example' }],
    ['an end in the past', { ends: -3_600 }],
  ])('of %s says nothing', async (what, claims) => {
    const { world, as } = await registered(SOURCES);
    await idTokens(as, world.stage.now(), what === 'another key' ? { key: other } : claims);
    expect((await world.connect('good', as)).body.account).toMatch(UNKNOWN);
  });

  it('without a signature, or by a symmetric key, says nothing', async () => {
    for (const alg of ['none', 'HS256']) {
      const { world, as } = await registered(SOURCES);
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = {
        iss: as.issuer,
        aud: [...as.clients.keys()][0],
        sub: 'user-1',
        iat: 1,
        exp: 4_000_000_000,
      };
      as.tokenAnswer = () => ({ id_token: `${part({ alg })}.${part(claims)}.` });
      expect((await world.connect('good', as)).body.account).toMatch(UNKNOWN);
    }
  });

  it('of a vendor that mended its issuer is of the same account', async () => {
    const world = await remoteWorld();
    const { as } = world.good(SOURCES);
    const claimed = 'https://auth.good.example';
    as.metadata.issuer = claimed;
    world.net.at(SOURCES.jwks_uri, async () => ({ body: await keySet() }));
    await world.confirmed('good', URL_OF_GOOD);
    await idTokens(as, world.stage.now(), { issuer: claimed });
    const begun = await world.began('good');
    const { redirectUri, query } = as.authorize(begun.authorizationUrl);
    const told = query.replace(encodeURIComponent(as.issuer), encodeURIComponent(claimed));
    const done = await world.complete(begun, { redirectUri, query: told });
    expect(done.body.account).toBe('ada@good.example');
    as.metadata.issuer = as.issuer;
    await idTokens(as, world.stage.now());
    expect((await world.connect('good', as)).body.account).toBe('ada@good.example');
  });
});

describe('without an ID token', () => {
  it('userinfo says it', async () => {
    const { world, as } = await registered(SOURCES);
    world.net.at(SOURCES.userinfo_endpoint, {
      body: { sub: 'user-1', email: 'ada@good.example', email_verified: true },
    });
    expect((await world.connect('good', as)).body.account).toBe('ada@good.example');
    expect(world.net.to(SOURCES.introspection_endpoint)).toEqual([]);
  });

  it('introspection says it, to a client that authenticates', async () => {
    const { world, as } = await registered({
      ...SOURCES,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    });
    world.net.at(SOURCES.introspection_endpoint, { body: { active: true, sub: 'user-1', username: 'ada' } });
    expect((await world.connect('good', as)).body.account).toBe('ada');
    const [asked] = world.net.to(SOURCES.introspection_endpoint);
    expect(asked?.headers.authorization).toMatch(/^Basic /);
  });

  it('an access token that is a JWT is never read', async () => {
    const { world, as } = await registered(SOURCES);
    const jwt = await new SignJWT({ email: 'eve@good.example', sub: 'eve' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(as.issuer)
      .setAudience([...as.clients.keys()][0] ?? '')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(honest.privateKey);
    as.tokenAnswer = () => ({ access_token: jwt });
    const { body } = await world.connect('good', as);
    expect(body.account).toMatch(UNKNOWN);
    expect(JSON.stringify(body)).not.toContain('eve');
  });
});

describe('an account of which nobody knows whose it is', () => {
  it('is labelled by who connected it and when, and replaced only after a confirmation', async () => {
    const { world, as } = await registered();
    const { body } = await world.connect('good', as);
    expect(body.account).toBe('ada, 2026-11-25');
    expect(await world.start('good')).toMatchObject({ status: 409, body: { code: 'account_unknown' } });
    await world.connect('good', as, { replaceAccount: true });
    // Who disconnects first needs no confirmation.
    await world.disconnect('remote~good');
    await world.connect('good', as);
  });

  it('does not take the place of a known one at a completion, nor the other way around', async () => {
    const { world, as } = await registered(SOURCES);
    await idTokens(as, world.stage.now());
    await world.connect('good', as);
    as.tokenAnswer = () => ({});
    const begun = await world.began('good');
    const done = await world.complete(begun, as.authorize(begun.authorizationUrl));
    expect(done.body.code).toBe('account_unknown');
    // What came of the consent may be of the same grant as the old tokens, so it is not revoked, and those go on.
    expect(as.grants.at(-1)?.refresh).toBeDefined();
    expect(as.grants[0]?.refresh).toBeDefined();
    expect((await world.connection('remote~good')).body).toMatchObject({
      account: 'ada@good.example',
      status: 'active',
    });
    await world.connect('good', as, { replaceAccount: true });
    await idTokens(as, world.stage.now());
    expect((await world.start('good')).body.code).toBe('account_unknown');
    await world.connect('good', as, { replaceAccount: true });
  });

  it('leaves the grant of a known one alone', async () => {
    const { world, as } = await registered(SOURCES);
    await idTokens(as, world.stage.now());
    await world.connect('good', as);
    as.tokenAnswer = () => ({});
    await world.connect('good', as, { label: 'two' });
    world.advance(2 * HOUR);
    expect((await world.disconnect('remote~good~two')).body.revocation.outcome).toBe('left_shared_grant');
    expect(as.grants[0]?.refresh).toBeDefined();
  });

  it('is not revoked along with another one', async () => {
    const { world, as } = await registered();
    await world.connect('good', as);
    await world.connect('good', as, { label: 'two' });
    world.advance(2 * HOUR);
    // They may be one account's, whose grant a revocation would end.
    expect((await world.disconnect('remote~good')).body.revocation.outcome).toBe('left_shared_grant');
    expect((await world.refresh('remote~good~two')).body.outcome).toBe('refreshed');
    expect((await world.connection('remote~good~two')).body.status).toBe('active');
    await world.disconnect('remote~good~two');
    expect(as.grants[1]?.refresh).toBeUndefined();
  });
});
