/**
 * T064: whatever a provider answers, no error that leaves src/oauth or src/egress holds a piece of it: not in a message, a cause,
 * a property that is hidden, or a body that nobody has read.
 * Covers src/oauth/tellable-error.ts, src/oauth/refused-answer.ts, src/oauth/token-endpoint.ts, src/oauth/discover-endpoints.ts,
 * src/oauth/account/identify-account.ts, src/oauth/revoke-token.ts, src/oauth/account/probe-token.ts, src/oauth/jwt/verify-access-token.ts,
 * src/oauth/provider-fetch.ts, src/broker/errors.ts.
 */

import { describe, expect, it } from 'vitest';
import { errorName } from '../../src/broker/error-name.ts';
import { Problem } from '../../src/broker/errors.ts';
import { identifyAccount } from '../../src/oauth/account/identify-account.ts';
import { probeToken } from '../../src/oauth/account/probe-token.ts';
import { discoverEndpoints } from '../../src/oauth/discover-endpoints.ts';
import { ACCESS_TOKEN_PROFILES } from '../../src/oauth/jwt/access-token-profiles.ts';
import { issuerKeys } from '../../src/oauth/jwt/issuer-keys.ts';
import { createAccessTokenVerifier } from '../../src/oauth/jwt/verify-access-token.ts';
import type { AccountFacts } from '../../src/oauth/provider.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { revokeToken } from '../../src/oauth/revoke-token.ts';
import { tellable } from '../../src/oauth/tellable-error.ts';
import { exchangeCode, refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { Secret } from '../../src/vault/secret.ts';
import { answering, localEgress, rawServer } from '../egress/raw-server.ts';
import { everythingIn } from '../setup/everything-in.ts';
import { contextOf } from './scripted-provider.ts';

const CANARY = 'CANARYofTheAnswer';
const ORIGIN = 'https://provider.example';
const STATUSES = [200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503];
const TYPES = ['application/json', 'application/json; charset=utf-16', 'text/html', 'text/plain', CANARY, ''];
const BODIES = [
  CANARY,
  `<html>${CANARY}</html>`,
  `{"${CANARY}`,
  `["${CANARY}"]`,
  JSON.stringify({ error: CANARY, error_description: CANARY, error_uri: `https://${CANARY}.example` }),
  JSON.stringify({ error: 'invalid_grant', error_description: CANARY }),
  JSON.stringify({ error: { code: CANARY } }),
  JSON.stringify({ access_token: 7, refresh_token: CANARY, token_type: CANARY, scope: CANARY, id: CANARY }),
  JSON.stringify({ access_token: CANARY, token_type: 'dpop', scope: CANARY }),
  JSON.stringify({ access_token: CANARY, token_type: 'bearer', refresh_token: CANARY, scope: CANARY }),
  JSON.stringify({ issuer: CANARY, jwks_uri: CANARY, token_endpoint: CANARY }),
  JSON.stringify({ issuer: ORIGIN, jwks_uri: `${ORIGIN}/keys` }),
  JSON.stringify({ issuer: ORIGIN, jwks_uri: CANARY, authorization_endpoint: CANARY, [CANARY]: CANARY }),
  JSON.stringify({ keys: [{ kty: CANARY, kid: CANARY, alg: 'ES256' }] }),
  `${CANARY}=1&access_token=${CANARY}`,
  '\u0000\ud800',
];
const HEADERS = {
  'www-authenticate': `Bearer error="${CANARY}", realm="${CANARY}"`,
  location: `https://${CANARY}.example/`,
  'retry-after': CANARY,
  date: CANARY,
  [CANARY]: CANARY,
};
const ANSWERS = STATUSES.flatMap((status) =>
  TYPES.flatMap((type) => BODIES.map((body) => ({ status, type, body }))),
);

const account: Extract<AccountFacts, { kind: 'endpoint' }> = {
  kind: 'endpoint',
  endpoint: `${ORIGIN}/me`,
  headers: {},
  read: (answer) => {
    throw new Error(JSON.stringify(answer));
  },
};
const revocation = {
  kind: 'rfc7009' as const,
  endpoint: `${ORIGIN}/revoke`,
  byHandAt: ORIGIN,
  alreadyGone: [],
};
const jwt = [{ alg: 'ES256', kid: 'k' }, { iss: ORIGIN, aud: 'urn:us', sub: 's', exp: 4e9 }, CANARY]
  .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
  .join('.');

const REQUESTS: Record<string, (fetch: ProviderFetch) => Promise<unknown>> = {
  exchange: (fetch) =>
    exchangeCode(
      { ...contextOf(ORIGIN), fetch },
      {
        code: new Secret('c'),
        redirectUri: `${ORIGIN}/cb`,
        codeVerifier: new Secret('v'.repeat(43)),
        scopes: [],
      },
    ),
  refresh: (fetch) =>
    refreshTokens({ ...contextOf(ORIGIN), fetch }, { refreshToken: new Secret('r'), redirectUri: '' }),
  account: (fetch) => identifyAccount({ ...contextOf(ORIGIN), fetch }, account, new Secret('a')),
  probe: (fetch) => probeToken({ ...contextOf(ORIGIN, { account }), fetch }, new Secret('a')),
  revocation: (fetch) =>
    revokeToken({ ...contextOf(ORIGIN), fetch }, revocation as never, {
      value: new Secret('a'),
      kind: 'access',
    }),
  discovery: (fetch) => discoverEndpoints(fetch, ORIGIN),
  keys: (fetch) =>
    createAccessTokenVerifier({
      ...{
        issuer: ORIGIN,
        audiences: ['urn:us'],
        personClaim: 'sub',
        profile: ACCESS_TOKEN_PROFILES.rfc9068,
        maxAge: 3_600,
      },
      now: Date.now,
      keys: issuerKeys({
        ...{ issuer: ORIGIN, fetch, now: Date.now, staleIfError: 3_600 },
        onFailure: () => undefined,
      }),
    })(jwt),
};

/** What the request rejects with; undefined if it does not. */
async function errorOf(send: Promise<unknown>): Promise<Error | undefined> {
  return send.then(
    () => undefined,
    (error) => error,
  );
}

describe('T064: an answer', () => {
  it.each(Object.keys(REQUESTS))('to the %s request is in no error, whatever it is', async (name) => {
    const request = REQUESTS[name] ?? expect.unreachable();
    let failed = 0;
    for (const { status, type, body } of ANSWERS) {
      const error = await errorOf(
        request(async () => {
          const bodiless = status === 204;
          return new Response(bodiless ? null : body, {
            status,
            headers: { ...HEADERS, 'content-type': type },
          });
        }),
      );
      if (!error) continue;
      failed++;
      const told = everythingIn(error) + everythingIn(new Problem('provider_unreachable', { cause: error }));
      expect(told, `${status} ${type} ${body}`).not.toMatch(/canary|is held/i);
      expect(errorName(error)).not.toMatch(/canary/i);
    }
    // The probe and the revocation answer with an outcome, and never reject.
    expect(failed > 0).toBe(!['account', 'probe', 'revocation'].includes(name));
  });

  it.each(['exchange', 'refresh', 'account', 'discovery', 'keys'])(
    'to the %s request is in no error, also where the adapter rejects with an error of its own',
    async (name) => {
      const response = new Response(CANARY);
      const own = Object.assign(new Error(CANARY, { cause: response }), { response, body: CANARY });
      const error = await errorOf((REQUESTS[name] ?? expect.unreachable())(() => Promise.reject(own)));
      expect(error).toBeInstanceOf(Error);
      expect(everythingIn(error)).not.toMatch(/canary|is held/i);
    },
  );

  it('with keys of the issuer that are none is in no error', async () => {
    for (const { status, type, body } of ANSWERS) {
      const fetch: ProviderFetch = async ({ url }) =>
        url.endsWith('/keys')
          ? new Response(status === 204 ? null : body, {
              status,
              headers: { ...HEADERS, 'content-type': type },
            })
          : Response.json({ issuer: ORIGIN, jwks_uri: `${ORIGIN}/keys` });
      const error = await errorOf((REQUESTS.keys ?? expect.unreachable())(fetch));
      expect(error).toBeInstanceOf(Error);
      expect(everythingIn(error), `${status} ${type} ${body}`).not.toMatch(/canary|is held/i);
    }
  });

  it.each([
    ['is no HTTP', `${CANARY}\r\n\r\n`],
    ['has a bad status', `HTTP/1.1 ${CANARY}\r\n\r\n`],
    ['has a bad header', `HTTP/1.1 200 OK\r\n${CANARY} ${CANARY}\r\n\r\n`],
    ['has two lengths', `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n${CANARY}`],
    ['has a bad chunk', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${CANARY}\r\n${CANARY}`],
    ['is too large', `HTTP/1.1 200 OK\r\n\r\n${CANARY.repeat(100)}`],
    [
      'changes the protocol',
      `HTTP/1.1 101 ${CANARY}\r\nupgrade: ${CANARY}\r\nconnection: upgrade\r\n\r\n${CANARY}`,
    ],
  ])('that %s is in no error of the egress', async (_what, bytes) => {
    const { origin } = await rawServer(answering(bytes));
    const error = await errorOf(localEgress()({ url: origin, method: 'GET', headers: {} }));
    expect(error).toMatchObject({ name: 'ProviderFetchError' });
    expect(everythingIn(error)).not.toMatch(/canary|is held/i);
  });
});

describe('what is told of an error', () => {
  it('is its name, its code and the addresses that were dialled, at every depth', () => {
    const inner = Object.assign(new TypeError(CANARY), {
      code: 'ECONNREFUSED',
      address: '192.0.2.1',
      rawPacket: CANARY,
    });
    const outer = new AggregateError([inner, CANARY], CANARY, { cause: { CANARY } });
    const told = tellable(outer);
    expect(told).toMatchObject({
      name: 'AggregateError',
      errors: [{ name: 'TypeError', code: 'ECONNREFUSED', address: '192.0.2.1' }, { name: 'Unknown' }],
    });
    expect(everythingIn(told)).not.toContain(CANARY);
  });

  it('is nothing of a name, a code or an address that are a text', () => {
    const error = Object.assign(new Error('x'), { name: `${CANARY} 1`, code: CANARY, address: CANARY });
    expect(everythingIn(tellable(error))).not.toContain(CANARY);
  });

  it('is found by the search in every place where an error could hold it', () => {
    const hidden = Object.defineProperty(new Error('x'), 'secret', { value: CANARY, enumerable: false });
    for (const holder of [
      new Error(CANARY),
      new Error('x', { cause: new Error('y', { cause: { [CANARY]: 1 } }) }),
      new AggregateError([new Error(CANARY)]),
      hidden,
      Object.assign(new Error('x'), { packet: Buffer.from(CANARY) }),
      Object.assign(new Error('x'), { list: new Map([[1, new Set([CANARY])]]) }),
      Object.assign(new Error('x'), { response: new Response(CANARY) }),
    ])
      expect(everythingIn(holder)).toMatch(/canary|is held/i);
  });
});
