/**
 * What test/journeys/tenancy.test.ts cannot: an issuer whose keys change, fail, or are not keys.
 * Covers src/oauth/jwt/verify-access-token.ts.
 */
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACCESS_TOKEN_PROFILES } from '../../src/oauth/jwt/access-token-profiles.ts';
import { issuerKeys } from '../../src/oauth/jwt/issuer-keys.ts';
import { createAccessTokenVerifier, TokenNotAccepted } from '../../src/oauth/jwt/verify-access-token.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';

const ISSUER = 'https://issuer.example/tenant';
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const JWKS = 'https://keys.example/jwks';

interface Key {
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}
let old: Key;
let fresh: Key;
const makeKey = async (kid: string): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
};
beforeAll(async () => {
  [old, fresh] = [await makeKey('old'), await makeKey('fresh')];
});

// The clock is moved and not waited for.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Answers = Record<string, () => unknown>;

/** An issuer of two documents. What is not text is sent as JSON; a thrown error is the port's. */
function issuer(answers: Answers = {}, rules: { audiences?: string[]; personClaim?: string } = {}) {
  const asked: string[] = [];
  const all: Answers = {
    [DISCOVERY]: () => ({ issuer: ISSUER, jwks_uri: JWKS }),
    [JWKS]: () => ({ keys: [old.jwk] }),
    ...answers,
  };
  const fetch: ProviderFetch = async ({ url }) => {
    asked.push(url);
    const answer = all[url]?.();
    if (answer === undefined) return new Response('', { status: 404 });
    return answer instanceof Response ? answer : Response.json(answer);
  };
  const now = () => Date.now();
  const keys = issuerKeys({ issuer: ISSUER, now, staleIfError: 3_600, fetch, onFailure: () => undefined });
  const verify = createAccessTokenVerifier({
    ...{ issuer: ISSUER, now, keys },
    ...{ audiences: ['urn:connections'], personClaim: 'sub', ...rules },
    profile: ACCESS_TOKEN_PROFILES.rfc9068,
    maxAge: 3_600,
  });
  return { asked, answers: all, verify };
}

const seconds = () => Math.floor(Date.now() / 1_000);
function token(key: Key, claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
  return new SignJWT({
    iss: ISSUER,
    aud: 'urn:connections',
    sub: 'ada',
    iat: seconds(),
    exp: seconds() + 600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header })
    .sign(key.privateKey);
}

const forward = (ms: number) => vi.setSystemTime(Date.now() + ms);
const down = () => {
  throw new ProviderFetchError('network', false);
};

describe('the issuer’s keys', () => {
  it('are found by discovery once, and asked for once, however many call at the same time', async () => {
    const { asked, verify } = issuer();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token(old)));
    const payloads = await Promise.all(tokens.map(verify));
    expect(payloads.map(({ sub, iss }) => `${sub} ${iss}`)).toEqual(Array(20).fill(`ada ${ISSUER}`));
    expect(asked).toEqual([DISCOVERY, JWKS]);
  });

  it('are asked for again when a token names a new one: rotation needs no restart', async () => {
    const { asked, answers, verify } = issuer();
    await verify(await token(old));
    answers[JWKS] = () => ({ keys: [old.jwk, fresh.jwk] });
    forward(31_000);
    expect(await verify(await token(fresh))).toMatchObject({ subject: 'ada' });
    expect(await verify(await token(old))).toMatchObject({ sub: 'ada' });
    expect(asked).toEqual([DISCOVERY, JWKS, DISCOVERY, JWKS]);
  });

  it('are asked for again after ten minutes: a key that was withdrawn ends', async () => {
    const { answers, verify } = issuer();
    await verify(await token(old));
    answers[JWKS] = () => ({ keys: [fresh.jwk] });
    forward(11 * 60_000);
    await expect(verify(await token(old))).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T049: are not asked for again and again by tokens of invented keys', async () => {
    const { asked, verify } = issuer();
    await verify(await token(old));
    for (let attempt = 0; attempt < 20; attempt++)
      await expect(verify(await token({ ...fresh, kid: `invented-${attempt}` }))).rejects.toBeInstanceOf(
        TokenNotAccepted,
      );
    expect(asked).toEqual([DISCOVERY, JWKS]);
  });
});

describe('keys that cannot be had accuse no token', () => {
  it.each<[string, Answers]>([
    ['discovery does not answer', { [DISCOVERY]: down }],
    ['discovery answers 404', { [DISCOVERY]: () => undefined }],
    ['discovery answers HTML', { [DISCOVERY]: () => new Response('<html>') }],
    [
      'T020: discovery is another issuer’s',
      { [DISCOVERY]: () => ({ issuer: 'https://evil.example', jwks_uri: JWKS }) },
    ],
    ['discovery names no keys', { [DISCOVERY]: () => ({ issuer: ISSUER }) }],
    ['discovery names keys at no address', { [DISCOVERY]: () => ({ issuer: ISSUER, jwks_uri: 'nowhere' }) }],
    ['the keys do not answer', { [JWKS]: down }],
    ['the keys answer 500', { [JWKS]: () => new Response('', { status: 500 }) }],
    ['the keys answer a redirect', { [JWKS]: () => new Response('', { status: 302 }) }],
    ['the keys are HTML', { [JWKS]: () => new Response('<html>') }],
    ['the keys are an error in JSON', { [JWKS]: () => ({ error: 'internal' }) }],
    ['the keys are not a list', { [JWKS]: () => ({ keys: 'none' }) }],
  ])('%s: an error that is no refusal, and is over with the fault', async (_title, broken) => {
    const { asked, answers, verify } = issuer(broken);
    const good = await token(old);
    const error = await verify(good).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(TokenNotAccepted);
    const before = asked.length;
    Object.assign(answers, {
      [DISCOVERY]: () => ({ issuer: ISSUER, jwks_uri: JWKS }),
      [JWKS]: () => ({ keys: [old.jwk] }),
    });
    forward(5_000);
    expect(await verify(good)).toMatchObject({ sub: 'ada' });
    expect(asked.length).toBeGreaterThan(before);
  });

  it('while old keys are still good, no caller notices an outage', async () => {
    const { answers, verify } = issuer();
    await verify(await token(old));
    Object.assign(answers, { [DISCOVERY]: down, [JWKS]: down });
    forward(9 * 60_000);
    expect(await verify(await token(old))).toMatchObject({ sub: 'ada' });
  });
});

describe('a token', () => {
  it.each([
    ['T052: at the end of the leeway', { exp: -29 }, true],
    ['T052: after the leeway', { exp: -31 }, false],
    ['T052: that begins within the leeway', { nbf: 29 }, true],
    ['T052: that begins after it', { nbf: 31 }, false],
    ['T052: of almost a week', { exp: 7 * 24 * 3600 - 5 }, true],
    ['T052: of more than a week', { exp: 7 * 24 * 3600 + 5 }, false],
  ])('%s', async (_title, offsets, good) => {
    const claims = Object.fromEntries(
      Object.entries(offsets).map(([name, offset]) => [name, seconds() + offset]),
    );
    const verified = issuer().verify(await token(old, claims));
    if (good) expect(await verified).toMatchObject({ sub: 'ada' });
    else await expect(verified).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('names the person by the claim that the stage chose', async () => {
    const { verify } = issuer({}, { personClaim: 'oid' });
    const claims = { sub: 'differs-by-audience', oid: 'ada' };
    expect(await verify(await token(old, claims))).toMatchObject({ subject: 'ada' });
    for (const oid of [undefined, '', 7, ['ada'], null, { name: 'ada' }])
      await expect(verify(await token(old, { oid }))).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T225: is good for one of several audiences, alone', async () => {
    const { verify } = issuer({}, { audiences: ['urn:connections', 'https://mcp.example/mcp/*'] });
    for (const aud of ['urn:connections', 'https://mcp.example/mcp', ['https://mcp.example/mcp/acme']])
      expect(await verify(await token(old, { aud }))).toMatchObject({ subject: 'ada' });
    for (const aud of [
      ['urn:connections', 'https://mcp.example/mcp'],
      'https://mcp.example',
      '*',
      [],
      undefined,
    ])
      await expect(verify(await token(old, { aud }))).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T051: for us alone, in a list of one, is good', async () => {
    expect(await issuer().verify(await token(old, { aud: ['urn:connections'] }))).toMatchObject({
      sub: 'ada',
    });
  });

  it('T048: under a listed algorithm that is not its key’s is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({
      iss: ISSUER,
      aud: 'urn:connections',
      sub: 'ada',
      iat: seconds(),
      exp: seconds() + 600,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'old', typ: 'at+jwt' })
      .sign(privateKey);
    await expect(issuer().verify(forged)).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T048: under an algorithm that is not listed is refused, though its key fits', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS512');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'rsa', use: 'sig' }];
    const { verify } = issuer({ [JWKS]: () => ({ keys }) });
    const under = (alg: string) =>
      new SignJWT({ iss: ISSUER, aud: 'urn:connections', sub: 'ada', iat: seconds(), exp: seconds() + 600 })
        .setProtectedHeader({ alg, kid: 'rsa', typ: 'at+jwt' })
        .sign(privateKey);
    await expect(verify(await under('RS512'))).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T048: signed by a key that the issuer does not have, under a name that it has, is refused', async () => {
    await expect(issuer().verify(await token({ ...fresh, kid: 'old' }))).rejects.toBeInstanceOf(
      TokenNotAccepted,
    );
  });

  it.each([
    '',
    'a',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    '....',
    'e30.e30.',
    'ey J.e30.x',
    '\0.\0.\0',
    'a'.repeat(8192),
  ])('T173: text that is no JWT is refused (%#)', async (text) => {
    await expect(issuer().verify(text)).rejects.toBeInstanceOf(TokenNotAccepted);
  });

  it('T064: does not come back in the refusal', async () => {
    const bad = await token(fresh);
    const error = await issuer()
      .verify(bad)
      .catch((thrown) => thrown);
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 9 })).not.toContain(bad.split('.')[2]);
  });
});
