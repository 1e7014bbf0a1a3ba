/** The two requests themselves, byte for byte. Covers src/oauth/token-endpoint.ts, src/oauth/oauth-fetch.ts. */
import { describe, expect, it } from 'vitest';
import type { OAuthFacts } from '../../src/oauth/provider.ts';
import { exchangeCode, refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { Secret } from '../../src/vault/secret.ts';
import { CLIENT_SECRET, contextOf, formOf, scriptedProvider } from './scripted-provider.ts';

const TOKENS = { body: '{"access_token":"at","token_type":"bearer","refresh_token":"rt"}' };
const VERIFIER = 'v'.repeat(43);
const INPUT = {
  code: new Secret('4/0A+b=c&d'),
  redirectUri: 'https://connections.example/oauth/callback/google/verified',
  codeVerifier: new Secret(VERIFIER),
  scopes: [],
};

async function exchanged(facts: Partial<OAuthFacts> = {}) {
  const { origin, requests } = await scriptedProvider(() => TOKENS);
  await exchangeCode(contextOf(origin, facts), INPUT);
  const [request, ...others] = requests;
  if (!request || others.length > 0) throw new Error(`${requests.length} requests`);
  return request;
}

/** RFC 6749 section 2.3.1: both parts were form-encoded before they were joined. */
function basicCredentials(header: unknown): string[] {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(String(header)) ?? [];
  const parts = Buffer.from(encoded, 'base64').toString('latin1').split(':');
  return parts.map((part) => new URLSearchParams(`x=${part}`).get('x') ?? '');
}

describe('an exchange', () => {
  it('is one POST with code, redirect URI, verifier and the client’s credentials in the body', async () => {
    const request = await exchanged();
    expect(request).toMatchObject({ method: 'POST', path: '/token' });
    expect(request.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    });
    expect(request.headers.authorization).toBeUndefined();
    expect(formOf(request)).toEqual({
      grant_type: 'authorization_code',
      code: INPUT.code.reveal(),
      redirect_uri: INPUT.redirectUri,
      code_verifier: VERIFIER,
      client_id: 'client-1',
      client_secret: CLIENT_SECRET,
    });
  });

  it('authenticates the client by Basic alone where the provider wants that', async () => {
    const request = await exchanged({ clientAuthentication: 'client_secret_basic' });
    expect(basicCredentials(request.headers.authorization)).toEqual(['client-1', CLIENT_SECRET]);
    expect(Object.keys(formOf(request)).sort()).toEqual([
      'code',
      'code_verifier',
      'grant_type',
      'redirect_uri',
    ]);
  });

  it('T009: sends no verifier where no challenge was sent', async () => {
    expect(formOf(await exchanged({ pkce: 'breaks-on-challenge' }))).not.toHaveProperty('code_verifier');
  });
});

describe('a refresh', () => {
  it('is one POST with the refresh token and nothing of scopes', async () => {
    const { origin, requests } = await scriptedProvider(() => TOKENS);
    const { access, refresh } = await refreshTokens(contextOf(origin), {
      refreshToken: new Secret('rt+1&2'),
      redirectUri: '',
    });
    expect([access.reveal(), refresh?.reveal()]).toEqual(['at', 'rt']);
    expect(requests.map(formOf)).toEqual([
      {
        grant_type: 'refresh_token',
        refresh_token: 'rt+1&2',
        client_id: 'client-1',
        client_secret: CLIENT_SECRET,
      },
    ]);
  });

  it('T073: puts no secret into the URL', async () => {
    const { origin, requests } = await scriptedProvider(() => TOKENS);
    await refreshTokens(contextOf(origin), { refreshToken: new Secret('rt'), redirectUri: '' });
    expect(requests.map(({ path }) => path)).toEqual(['/token']);
  });
});
