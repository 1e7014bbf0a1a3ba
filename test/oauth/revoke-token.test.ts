/**
 * T157: what a provider's answer to a revocation means. RFC 7009, and a request of a provider's own.
 * Covers src/oauth/revoke-token.ts, src/oauth/retry-after.ts.
 */
import { describe, expect, it } from 'vitest';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import { codeAsError } from '../../src/oauth/dialects.ts';
import type { OAuthFacts, RevocationFacts } from '../../src/oauth/provider.ts';
import { type Revocation, revocationHost, revokeToken } from '../../src/oauth/revoke-token.ts';
import { Secret } from '../../src/vault/secret.ts';
import { freePort } from '../backends/child-server.ts';
import { rawServer } from '../egress/raw-server.ts';
import { CLIENT_SECRET, contextOf, formOf, type Scripted, scriptedProvider } from './scripted-provider.ts';

type Rfc7009 = Extract<RevocationFacts, { kind: 'rfc7009' }>;
type OwnRequest = Extract<RevocationFacts, { kind: 'request' }>;

const rfc7009 = (origin: string, changes: Partial<Rfc7009> = {}): Rfc7009 => ({
  kind: 'rfc7009',
  endpoint: `${origin}/revoke`,
  clientAuthentication: 'as-token-endpoint',
  reach: 'token',
  tokens: ['refresh'],
  confirms: true,
  alreadyGone: ['token_is_gone'],
  byHandAt: `${origin}/apps`,
  ...changes,
});

const ownRequest = (origin: string): OwnRequest => ({
  kind: 'request',
  build: ({ clientId, clientSecret, token }) => ({
    url: `${origin}/apps/${clientId}`,
    method: 'DELETE',
    headers: { 'x-client-secret': Buffer.from(clientSecret).toString('base64') },
    body: token,
  }),
  host: new URL(origin).host,
  okStatus: [204],
  alreadyGoneStatus: [404, 422],
  reach: 'token',
  tokens: ['access'],
  alreadyGone: ['own_is_gone'],
  confirms: true,
  byHandAt: `${origin}/apps`,
});

async function revoked(
  answer: Scripted,
  facts: typeof rfc7009 | typeof ownRequest = rfc7009,
  kind: 'refresh' | 'access' = 'refresh',
) {
  const { origin, requests } = await scriptedProvider(() => answer);
  const outcome = await revokeToken(contextOf(origin), facts(origin), { value: new Secret('t+1&2'), kind });
  return { outcome, requests };
}

const error = (code: string, status = 400): Scripted => ({ status, body: JSON.stringify({ error: code }) });
const REVOKED: Revocation = { outcome: 'revoked' };
const RETRY: Revocation = { outcome: 'retry' };
const UNPROVED: Revocation = { outcome: 'unproved' };
const REFUSED: Revocation = { outcome: 'refused' };

describe('T157: a revocation by RFC 7009', () => {
  it.each<[string, Scripted, Revocation]>([
    ['200, which is also the answer for an unknown token', { status: 200 }, REVOKED],
    ['200 with a page', { status: 200, body: '<html>' }, REVOKED],
    ['an error that says it was gone', error('token_is_gone'), REVOKED],
    ['503', { status: 503 }, RETRY],
    [
      '503 with Retry-After',
      { status: 503, headers: { 'retry-after': '120' } },
      { ...RETRY, retryAfter: 120 },
    ],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, { ...RETRY, retryAfter: 7 }],
    [
      '503 with a Retry-After of nothing',
      { status: 503, headers: { 'retry-after': '' } },
      { ...RETRY, retryAfter: 3_600 },
    ],
    [
      '503 with a Retry-After that is huge',
      { status: 503, headers: { 'retry-after': '9'.repeat(400) } },
      { ...RETRY, retryAfter: 3_600 },
    ],
    ['500', { status: 500 }, RETRY],
    ['an error of the client', error('invalid_client', 401), REFUSED],
    ['unsupported_token_type', error('unsupported_token_type'), REFUSED],
    ['403 as a page', { status: 403, body: '<html>' }, REFUSED],
    ['a redirect', { status: 302, headers: { location: 'https://provider.example/' } }, REFUSED],
  ])('%s', async (_title, answer, expected) => {
    const { outcome, requests } = await revoked(answer);
    expect(outcome).toEqual(expected);
    expect(requests).toHaveLength(1);
  });

  it('is one POST with token, hint and the client’s credentials', async () => {
    const { requests } = await revoked({});
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/revoke' });
    expect(requests.map(formOf)).toEqual([
      {
        token: 't+1&2',
        token_type_hint: 'refresh_token',
        client_id: 'client-1',
        client_secret: CLIENT_SECRET,
      },
    ]);
  });

  it('names an access token as such, and leaves out a secret that is not asked for', async () => {
    const facts = (origin: string) => rfc7009(origin, { clientAuthentication: 'none' });
    const { requests } = await revoked({}, facts, 'access');
    expect(requests.map(formOf)).toEqual([
      { token: 't+1&2', token_type_hint: 'access_token', client_id: 'client-1' },
    ]);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it('T073: never puts the token into the URL', async () => {
    expect((await revoked({})).requests.map(({ path }) => path)).toEqual(['/revoke']);
  });
});

describe('T157: a revocation by a provider’s own request', () => {
  it.each<[string, Scripted, Revocation]>([
    ['its status for done', { status: 204 }, REVOKED],
    ['its status for gone, of a refresh token', { status: 404 }, UNPROVED],
    ['its other status for gone, of a refresh token', { status: 422, body: '{}' }, UNPROVED],
    ['the status of a malformed request', { status: 400 }, REFUSED],
    ['200, which it does not use', { status: 200 }, REFUSED],
    ['an RFC 7009 error, which is none of its', error('token_is_gone'), REFUSED],
    ['its own error for gone', error('own_is_gone'), REVOKED],
    ['401', { status: 401 }, REFUSED],
    ['429', { status: 429, headers: { 'retry-after': '60' } }, { ...RETRY, retryAfter: 60 }],
    ['502', { status: 502 }, RETRY],
  ])('%s', async (_title, answer, expected) => {
    expect((await revoked(answer, ownRequest)).outcome).toEqual(expected);
  });

  it('is the request that its facts build', async () => {
    const { requests } = await revoked({ status: 204 }, ownRequest);
    expect(requests).toEqual([
      expect.objectContaining({ method: 'DELETE', path: '/apps/client-1', body: 't+1&2' }),
    ]);
    expect(requests[0]?.headers['x-client-secret']).toBe(Buffer.from(CLIENT_SECRET).toString('base64'));
  });
});

describe('T157: a status that a malformed request gets as well', () => {
  /** Revokes an access token with the status for gone; the account endpoint then answers so. */
  async function afterAsking(account: Scripted, changes: Partial<OAuthFacts> = {}) {
    const { origin, requests } = await scriptedProvider(({ path }) =>
      path === '/me' ? account : { status: 404 },
    );
    const context = contextOf(origin);
    const read = (answer: unknown) => ({ id: String((answer as { id: unknown }).id), label: 'Ann' });
    const facts = {
      ...context.facts,
      account: { kind: 'endpoint' as const, endpoint: `${origin}/me`, headers: {}, read },
      ...changes,
    };
    const token = { value: new Secret('t'), kind: 'access' as const };
    const outcome = await revokeToken({ ...context, facts }, ownRequest(origin), token);
    return { outcome, asked: requests.map(({ path }) => path) };
  }

  it.each<[string, Scripted, Revocation]>([
    ['the account endpoint refuses the token', { status: 401 }, REVOKED],
    ['the account endpoint takes the token', { status: 200, body: '{"id":1}' }, REFUSED],
    ['the account endpoint has an outage', { status: 503 }, RETRY],
    ['the account endpoint answers a page', { status: 200, body: '<html>' }, RETRY],
    ['the account endpoint forbids', { status: 403 }, RETRY],
  ])('%s', async (_title, account, expected) => {
    expect(await afterAsking(account)).toEqual({ outcome: expected, asked: ['/apps/client-1', '/me'] });
  });

  it('proves nothing where no endpoint can be asked', async () => {
    const account = { kind: 'token-answer' as const, read: () => undefined };
    expect(await afterAsking({ status: 401 }, { account })).toEqual({
      outcome: UNPROVED,
      asked: ['/apps/client-1'],
    });
  });
});

it('an error of RFC 7009 is read in the provider’s own form', async () => {
  const { origin } = await scriptedProvider(() => ({
    status: 400,
    body: JSON.stringify({ code: 'token_is_gone', message: 'It is gone.' }),
  }));
  const token = { value: new Secret('t'), kind: 'refresh' as const };
  const context = contextOf(origin);
  expect(await revokeToken(context, rfc7009(origin), token)).toEqual(REFUSED);
  const facts = { ...context.facts, dialect: { answer: codeAsError } };
  expect(await revokeToken({ ...context, facts }, rfc7009(origin), token)).toEqual(REVOKED);
});

describe('T156: no answer is to be asked again', () => {
  it('when nobody listens, when the connection breaks, when time runs out, when the address is not dialled', async () => {
    const broken = await rawServer((socket) => socket.destroy());
    const silent = await rawServer(() => undefined);
    const fetch = createProviderFetch({ deadline: 60, maxBody: 100, allowLoopbackOverHttp_localOnly: true });
    const origins = [
      `http://127.0.0.1:${await freePort()}`,
      broken.origin,
      silent.origin,
      'https://10.0.0.1',
    ];
    for (const origin of origins) {
      for (const facts of [rfc7009(origin), ownRequest(origin)]) {
        const context = { ...contextOf(origin), fetch };
        expect(await revokeToken(context, facts, { value: new Secret('t'), kind: 'refresh' })).toEqual(RETRY);
      }
    }
  });
});

it('the receipt names the host that was asked', () => {
  expect(revocationHost(rfc7009('https://provider.example:8443'))).toBe('provider.example:8443');
  expect(revocationHost(ownRequest('https://api.provider.example'))).toBe('api.provider.example');
});
