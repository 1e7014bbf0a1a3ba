/**
 * Every way in which a token endpoint fails, over real HTTP and the real egress, and what it means.
 * Covers src/oauth/token-failure.ts, src/oauth/retry-after.ts.
 */
import { describe, expect, it } from 'vitest';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import type { OAuthFacts } from '../../src/oauth/provider.ts';
import { exchangeCode, refreshTokens, type TokenEndpointContext } from '../../src/oauth/token-endpoint.ts';
import { type TokenFailure, tokenFailure } from '../../src/oauth/token-failure.ts';
import { github } from '../../src/providers/github.ts';
import { Secret } from '../../src/vault/secret.ts';
import { freePort } from '../backends/child-server.ts';
import { answering, rawServer } from '../egress/raw-server.ts';
import { contextOf, type Scripted, scriptedProvider } from './scripted-provider.ts';

const DEAD: TokenFailure = { kind: 'dead_grant', maybeSpent: false };
const OURS: TokenFailure = { kind: 'configuration', maybeSpent: false };
/** Perhaps ours, perhaps this connection's own. */
const PERHAPS: TokenFailure = { ...OURS, isVague: true };
/** Nothing came back, and a single-use token may be gone. */
const LOST: TokenFailure = { kind: 'transient', maybeSpent: true };
const NOT_NOW: TokenFailure = { kind: 'transient', maybeSpent: false };
const SLOWER: TokenFailure = { kind: 'throttled', maybeSpent: false };

const error = (code: string, status = 400, headers: Record<string, string> = {}): Scripted => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ error: code, error_description: 'leak: a description' }),
});
const html = (status: number): Scripted => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html>Bad gateway</html>',
});

async function refreshFailure(context: TokenEndpointContext): Promise<TokenFailure> {
  const outcome = await refreshTokens(context, { refreshToken: new Secret('rt'), redirectUri: '' }).then(
    () => undefined,
    (cause) => tokenFailure(cause, context.facts),
  );
  if (!outcome) throw new Error('tokens came back');
  return outcome;
}

async function failureWith(answer: Scripted, facts: Partial<OAuthFacts> = {}): Promise<TokenFailure> {
  const { origin, requests } = await scriptedProvider(() => answer);
  const outcome = await refreshFailure(contextOf(origin, facts));
  expect(requests).toHaveLength(1);
  return outcome;
}

describe('the provider’s own word', () => {
  it.each<[string, Scripted, TokenFailure]>([
    ['T117 T118: invalid_grant', error('invalid_grant'), DEAD],
    ['T118: a code of the provider’s for a dead grant', error('grant_gone'), DEAD],
    ['T119: invalid_client', error('invalid_client'), OURS],
    ['T119: invalid_client at 401', error('invalid_client', 401), OURS],
    [
      'T119: invalid_client at 401 beside a challenge',
      error('invalid_client', 401, { 'www-authenticate': 'Basic realm="x"' }),
      OURS,
    ],
    [
      'T117: invalid_grant at 401 beside a challenge that says otherwise',
      error('invalid_grant', 401, { 'www-authenticate': 'Bearer error="invalid_token"' }),
      DEAD,
    ],
    ['T119: unauthorized_client', error('unauthorized_client'), OURS],
    ['T119: unsupported_grant_type', error('unsupported_grant_type'), OURS],
    ['T119: invalid_scope', error('invalid_scope'), PERHAPS],
    ['T119: invalid_request', error('invalid_request'), PERHAPS],
    ['T119: a code of the provider’s against our app', error('app_suspended'), OURS],
    ['T119: an unknown code at 400 accuses us, never the grant', error('no_such_code'), PERHAPS],
    [
      'T118: invalid_grant that is not declared as JSON ends nothing',
      { ...error('invalid_grant'), headers: { 'content-type': 'text/plain' } },
      PERHAPS,
    ],
    ['T119: 403 without a word', { status: 403 }, PERHAPS],
    ['T119: 404 of a web server', html(404), PERHAPS],
    ['T120: temporarily_unavailable', error('temporarily_unavailable'), NOT_NOW],
    ['T120: server_error', error('server_error'), LOST],
    ['T120: slow_down', error('slow_down'), LOST],
    ['T120: a code of the provider’s for later', error('try_later'), LOST],
    ['T110: 429', error('slow_down', 429), SLOWER],
    ['T110: 429 with invalid_grant in it', error('invalid_grant', 429), SLOWER],
    ['T110: 429 as a page', html(429), SLOWER],
    ['T109: 500', { status: 500 }, LOST],
    ['T109: 502 of a gateway', html(502), LOST],
    ['T109: 503', error('temporarily_unavailable', 503), LOST],
    ['T109: invalid_grant at 500 proves nothing', error('invalid_grant', 500), LOST],
  ])('%s', async (_title, answer, expected) => {
    expect(await failureWith(answer)).toEqual(expected);
  });

  it.each([
    ['7', 7],
    ['0', 0],
    ['3600', 3_600],
    ['1000000', 3_600],
    ['-5', 3_600],
    ['soon', 3_600],
    ['', 3_600],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['Wed, 21 Oct 2315 07:28:00 GMT', 3_600],
  ])('T110: Retry-After %s', async (value, retryAfter) => {
    const told = { 'retry-after': value };
    const throttled = await failureWith(error('slow_down', 429, told));
    expect(throttled).toEqual({ ...SLOWER, retryAfter });
    expect((await failureWith(error('server_error', 503, told))).retryAfter).toBe(retryAfter);
  });
});

describe('T113: an answer that is none', () => {
  it.each<[string, Scripted]>([
    ['HTML at status 200', html(200)],
    ['an empty body at status 200', { body: '' }],
    ['204', { status: 204, headers: {} }],
    ['truncated JSON', { body: '{"access_token":"at","token_type":"bea' }],
    ['garbage', { body: '\u0000\u0001\u0002' }],
    ['null', { body: 'null' }],
    ['an array', { body: '[{"access_token":"at","token_type":"bearer"}]' }],
    ['a string', { body: '"at"' }],
    ['an empty object', { body: '{}' }],
    ['tokens as a form', { headers: { 'content-type': 'text/plain' }, body: 'access_token=at' }],
    ['nothing at status 201', { status: 201, body: '{}' }],
    ['tokens at status 500', { status: 500, body: '{"access_token":"at","token_type":"bearer"}' }],
    ['JSON of 10,000 levels', { body: '['.repeat(10_000) + ']'.repeat(10_000) }],
    ['an error that is no string, at status 200', { body: '{"error":{"code":"invalid_grant"}}' }],
  ])('%s', async (_title, answer) => {
    expect(await failureWith(answer)).toEqual(LOST);
  });

  it('T115: a redirect, which is not followed', async () => {
    const target = await scriptedProvider(() => ({ body: '{"access_token":"at","token_type":"bearer"}' }));
    for (const status of [301, 302, 303, 307, 308])
      expect(await failureWith({ status, headers: { location: `${target.origin}/token` } })).toEqual(LOST);
    expect(target.requests).toEqual([]);
  });

  it('T112: one that is too large', async () => {
    expect(await failureWith({ body: JSON.stringify({ access_token: 'a'.repeat(70_000) }) })).toEqual(LOST);
  });
});

describe('no answer', () => {
  it('from a port that nobody listens on: nothing was spent', async () => {
    expect(await refreshFailure(contextOf(`http://127.0.0.1:${await freePort()}`))).toEqual(NOT_NOW);
  });

  it('from an address that is not dialled: nothing was spent', async () => {
    expect(await refreshFailure(contextOf('https://10.0.0.1'))).toEqual(NOT_NOW);
  });

  it('T111: within the deadline: it may be spent', async () => {
    const { origin } = await rawServer(() => undefined);
    const fetch = createProviderFetch({ deadline: 300, maxBody: 100, allowLoopbackOverHttp_localOnly: true });
    expect(await refreshFailure({ ...contextOf(origin), fetch })).toEqual(LOST);
  });

  it('but a broken connection: it may be spent', async () => {
    const { origin } = await rawServer(answering('nonsense\r\n\r\n'));
    expect(await refreshFailure(contextOf(origin))).toEqual(LOST);
  });

  it('but a fault of our own code: it may be spent', () => {
    const { facts } = contextOf('https://provider.example');
    for (const fault of [
      new TypeError('x'),
      'text',
      undefined,
      null,
      new Error('x', { cause: new Response() }),
    ])
      expect(tokenFailure(fault, facts).kind).toBe('transient');
    expect(tokenFailure(new TypeError('x'), facts)).toEqual(LOST);
  });
});

describe('T114: an error inside status 200, in GitHub’s dialect', () => {
  const { dialect, errors } = github.oauth;
  it.each<[string, string, TokenFailure]>([
    ['bad_verification_code', 'bad_verification_code', DEAD],
    ['incorrect_client_credentials', 'incorrect_client_credentials', OURS],
    ['redirect_uri_mismatch', 'redirect_uri_mismatch', OURS],
    ['application_suspended', 'application_suspended', OURS],
    ['slow_down', 'slow_down', LOST],
    ['a code that nobody knows', 'unverified_user_email', PERHAPS],
  ])('T114: %s', async (_title, code, expected) => {
    expect(await failureWith(error(code, 200), { dialect, errors })).toEqual(expected);
  });

  it('T114: beside an access token is none: the provider has spent the old tokens by then', async () => {
    const body = '{"error":"bad_verification_code","access_token":"at","token_type":"bearer"}';
    const { origin } = await scriptedProvider(() => ({ body }));
    const input = { refreshToken: new Secret('rt'), redirectUri: '' };
    const { access } = await refreshTokens(contextOf(origin, { dialect, errors }), input);
    expect(access.reveal()).toBe('at');
  });

  it('T114: without the dialect the same answer would be tokens: the dialect does it', async () => {
    const body = '{"error":"bad_verification_code","access_token":"at","token_type":"bearer"}';
    const { origin } = await scriptedProvider(() => ({ body }));
    expect(
      (
        await refreshTokens(contextOf(origin), { refreshToken: new Secret('rt'), redirectUri: '' })
      ).access.reveal(),
    ).toBe('at');
  });
});

describe('T035 T064: nothing that the provider said', () => {
  it('is in what the failure tells', async () => {
    expect(JSON.stringify(await failureWith(error('invalid_grant')))).not.toContain('leak');
  });

  it('an exchange fails by the same rules', async () => {
    const { origin } = await scriptedProvider(() => error('invalid_grant'));
    const context = contextOf(origin);
    const input = {
      code: new Secret('c'),
      redirectUri: 'https://c.example',
      codeVerifier: new Secret('v'.repeat(43)),
      scopes: [],
    };
    const cause = await exchangeCode(context, input).catch((thrown) => thrown);
    expect(tokenFailure(cause, context.facts)).toEqual(DEAD);
  });
});
