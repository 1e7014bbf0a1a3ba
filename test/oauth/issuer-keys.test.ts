/**
 * An issuer that goes away, hangs, comes back and withdraws keys, and strangers who invent names of keys.
 * Covers src/oauth/jwt/issuer-keys.ts, src/broker/callers/log-key-failure.ts.
 */
import {
  type CryptoKey,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  type JWK,
  SignJWT,
} from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logKeyFailure } from '../../src/broker/callers/log-key-failure.ts';
import { issuerKeys, KeysUnavailable } from '../../src/oauth/jwt/issuer-keys.ts';
import {
  type ProviderFetch,
  ProviderFetchError,
  type ProviderRequest,
} from '../../src/oauth/provider-fetch.ts';

const ISSUER = 'https://issuer.example';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Key {
  jwk: JWK;
  privateKey: CryptoKey;
}
const keys: Record<string, Key> = {};
beforeAll(async () => {
  for (const kid of ['one', 'two']) {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    keys[kid] = { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
  }
});

let now: number;
let published: string[];
let requests: ProviderRequest[];
/** Undefined: the issuer answers. Else each of its answers waits for this. */
let held: Promise<void> | undefined;
let isDown: boolean;
let told: [string, object | undefined][];
beforeEach(() => {
  now = Date.UTC(2026, 10, 30);
  published = ['one'];
  requests = [];
  held = undefined;
  isDown = false;
  told = [];
});

const fetch: ProviderFetch = async (request) => {
  requests.push(request);
  await held;
  if (isDown) throw new ProviderFetchError('network', false);
  if (request.url === `${ISSUER}/jwks`)
    return Response.json({ keys: published.map((kid) => keys[kid]?.jwk ?? {}) });
  return Response.json({ issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` });
};
const silent = () => undefined;
const finder = (staleIfError = 3_600) =>
  issuerKeys({
    issuer: ISSUER,
    fetch,
    now: () => now,
    staleIfError,
    onFailure: logKeyFailure({
      info: silent,
      warn: silent,
      error: (event, fields) => told.push([event, fields]),
    }),
  });

/** Asks for the key of a token that this key signed. */
async function keyOf(find: ReturnType<typeof finder>, kid: string) {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(keys.one?.privateKey as CryptoKey);
  const [protectedText = '', payload = '', signature = ''] = token.split('.');
  return find(decodeProtectedHeader(token) as never, { protected: protectedText, payload, signature });
}

describe('T256: while the issuer is down', () => {
  it('keys that are known go on for as long as the stage says, and the log tells so at once', async () => {
    const find = finder();
    await keyOf(find, 'one');
    isDown = true;
    now += 11 * MINUTE;
    await expect(keyOf(find, 'one')).resolves.toBeDefined();
    expect(told).toEqual([
      ['issuer_keys_stale', { error: 'KeysUnavailable < ProviderFetchError', ageMs: 11 * MINUTE }],
    ]);
    now += 58 * MINUTE;
    await expect(keyOf(find, 'one')).resolves.toBeDefined();
    now += MINUTE;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it('a stage that allows no stale keys refuses when they should be fetched anew', async () => {
    const find = finder(0);
    await keyOf(find, 'one');
    isDown = true;
    now += 10 * MINUTE - 1;
    await expect(keyOf(find, 'one')).resolves.toBeDefined();
    now += 1;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it('a process without keys refuses, asks again every five seconds, and works when the issuer is back', async () => {
    const find = finder();
    isDown = true;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(KeysUnavailable);
    expect(told).toEqual([['issuer_keys_missing', { error: 'KeysUnavailable < ProviderFetchError' }]]);
    for (let call = 0; call < 50; call++) await expect(keyOf(find, 'one')).rejects.toThrow(KeysUnavailable);
    expect(requests).toHaveLength(1);
    isDown = false;
    now += 5_000;
    await expect(keyOf(find, 'one')).resolves.toBeDefined();
  });

  it('known keys are tried to be renewed every 30 seconds, not at each call', async () => {
    const find = finder();
    await keyOf(find, 'one');
    isDown = true;
    now += 11 * MINUTE;
    for (let call = 0; call < 50; call++) await keyOf(find, 'one');
    expect(requests).toHaveLength(3);
    now += 30_000;
    await keyOf(find, 'one');
    expect(requests).toHaveLength(4);
  });

  it('a key that the issuer added meanwhile is no proof against a token', async () => {
    const find = finder();
    await keyOf(find, 'one');
    isDown = true;
    now += MINUTE;
    await expect(keyOf(find, 'two')).rejects.toBeInstanceOf(KeysUnavailable);
    await expect(keyOf(find, 'two')).rejects.toBeInstanceOf(KeysUnavailable);
  });
});

describe('T256: a withdrawn key', () => {
  it('ends with the first set without it, also after an outage', async () => {
    const find = finder();
    await keyOf(find, 'one');
    isDown = true;
    now += 20 * MINUTE;
    await keyOf(find, 'one');
    isDown = false;
    published = ['two'];
    now += 30_000;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
    await expect(keyOf(find, 'two')).resolves.toBeDefined();
  });

  it('ends although the set is empty', async () => {
    const find = finder();
    await keyOf(find, 'one');
    published = [];
    now += HOUR;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
  });
});

describe('T256: an issuer that hangs', () => {
  it('has two seconds for each document, and one fetch serves all who wait', async () => {
    let release = silent;
    held = new Promise((resolve) => {
      release = () => void resolve();
    });
    const find = finder();
    const calls = Array.from({ length: 20 }, () => keyOf(find, 'one'));
    await expect.poll(() => requests.length).toBe(1);
    release();
    await Promise.all(calls);
    expect(requests.map(({ url, timeLimit }) => [url, timeLimit])).toEqual([
      [`${ISSUER}/.well-known/openid-configuration`, 2_000],
      [`${ISSUER}/jwks`, 2_000],
    ]);
  });

  it('holds one call of a process at a time, and the next ones are refused at once', async () => {
    const find = finder();
    const hanging: ProviderFetch = async (request) => {
      requests.push(request);
      now += request.timeLimit ?? 0;
      throw new ProviderFetchError('deadline', false);
    };
    const keysOf = issuerKeys({
      issuer: ISSUER,
      fetch: hanging,
      now: () => now,
      staleIfError: 0,
      onFailure: silent,
    });
    const began = now;
    for (let call = 0; call < 100; call++) {
      await expect(keyOf(keysOf, 'one')).rejects.toBeInstanceOf(KeysUnavailable);
      now += 10;
    }
    expect(requests).toHaveLength(1);
    expect(now - began).toBe(2_000 + 100 * 10);
    // Known keys are younger than any clock that was set back.
    await keyOf(find, 'one');
    now -= 365 * 24 * HOUR;
    isDown = true;
    await expect(keyOf(find, 'one')).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it('is waited for by one call; the others go on with the keys at hand', async () => {
    const find = finder();
    await keyOf(find, 'one');
    now += 11 * MINUTE;
    let release = silent;
    held = new Promise((resolve) => {
      release = () => void resolve();
    });
    const first = keyOf(find, 'one');
    await expect.poll(() => requests.length).toBe(3);
    // They end although the issuer has not answered.
    for (let call = 0; call < 20; call++) await keyOf(find, 'one');
    release();
    await first;
    expect(requests).toHaveLength(4);
  });
});

describe('T256: names of keys that strangers invent', () => {
  it('make one fetch in 30 seconds, and nobody else waits for it', async () => {
    const find = finder();
    await keyOf(find, 'one');
    now += 30_000;
    let release = silent;
    held = new Promise((resolve) => {
      release = () => void resolve();
    });
    const invented = Array.from({ length: 1_000 }, (_, index) =>
      keyOf(find, `invented-${index}`).then(silent, (error) => error),
    );
    await expect.poll(() => requests.length).toBe(3);
    await keyOf(find, 'one');
    release();
    for (const error of await Promise.all(invented)) expect(error).toBeInstanceOf(errors.JWKSNoMatchingKey);
    expect(requests).toHaveLength(4);
  });
});

it('keys are shared by all tokens: one discovery, one set', async () => {
  const find = finder();
  await keyOf(find, 'one');
  now += 9 * MINUTE;
  await keyOf(find, 'one');
  expect(requests).toHaveLength(2);
});
