import { describe, expect, it } from 'vitest';
import type { OAuthFacts, Provider } from '../../src/oauth/provider.ts';
import { github } from '../../src/providers/github.ts';
import { google } from '../../src/providers/google.ts';
import { definitionFaults } from './definition-faults.ts';

const withOAuth = (provider: Provider, oauth: Partial<OAuthFacts>): Provider => ({
  ...provider,
  oauth: { ...provider.oauth, ...oauth },
});
const parameters = (authorizationParameters: Record<string, string>) =>
  withOAuth(google, { authorizationParameters });
const [gmail] = google.servers as [Provider['servers'][number]];
const server = (changes: Partial<typeof gmail>) => ({ ...google, servers: [{ ...gmail, ...changes }] });
const { revocation, scopes, errors } = google.oauth;
if (github.oauth.revocation.kind !== 'request') throw new Error('GitHub has a request of its own');
const own = github.oauth.revocation;
if (revocation.kind !== 'rfc7009') throw new Error('Google has the request of RFC 7009');
const ofGoogle = revocation;

describe('a definition is at fault when it has', () => {
  const A_SCOPE = { scope: 'a', description: 'Read things', default: true };

  it.each<[string, Provider, string]>([
    ['T007 T009: no challenge', withOAuth(google, { pkce: 'breaks-on-challenge' }), 'no S256 challenge'],
    [
      'T010: a reserved parameter',
      parameters({ redirect_uri: 'https://evil.example' }),
      'reserved parameter',
    ],
    ['T010: a reserved parameter in capitals', parameters({ STATE: 'x' }), 'reserved parameter STATE'],
    [
      'T010: a request object, which could say it all',
      parameters({ request_uri: 'x' }),
      'reserved parameter',
    ],
    ['an empty parameter', parameters({ prompt: '' }), 'odd parameter prompt'],
    ['a parameter of two lines', parameters({ prompt: 'a\nb' }), 'odd parameter prompt'],
    ['a parameter with a space at its end', parameters({ prompt: 'consent ' }), 'odd parameter prompt'],
    ['a parameter with an odd name', parameters({ 'prompt=x&state': 'a' }), 'odd parameter prompt=x&state'],
    [
      'an odd parameter in the token request',
      withOAuth(google, { exchangeParameters: { resource: '' } }),
      'odd parameter resource',
    ],
    [
      'an odd parameter in the refresh',
      withOAuth(google, { refreshParameters: { resource: 'ü' } }),
      'odd parameter resource',
    ],
    ['two scopes in one', withOAuth(google, { scopes: { ...scopes, always: ['a b'] } }), 'scope a b'],
    [
      'a scope twice',
      { ...google, products: [{ id: 'x', name: 'X', scopes: [A_SCOPE, A_SCOPE] }] },
      'product x with a scope twice',
    ],
    ['no products', { ...google, products: [] }, 'no product'],
    [
      'no scope by default',
      { ...google, products: [{ id: 'x', name: 'X', scopes: [{ ...A_SCOPE, default: false }] }] },
      'no scope by default',
    ],
    ['a lifetime of nothing', withOAuth(google, { accessTokenLifetime: 0 }), 'a lifetime that is none'],
    ['expiry without refresh', withOAuth(google, { refresh: { kind: 'none' } }), 'a token with a clock'],
    [
      'an idle limit in the wrong unit',
      withOAuth(google, { refresh: { kind: 'reusable', replay: 'safe', idleLimit: 180 } }),
      'an idle limit shorter',
    ],
    [
      'invalid_grant as a fault of the app',
      withOAuth(google, { errors: { ...errors, configuration: ['invalid_grant'] } }),
      'error code invalid_grant',
    ],
    [
      'one code of two meanings',
      withOAuth(google, { errors: { ...errors, deadGrant: ['org_internal'] } }),
      'an error code of two meanings',
    ],
    [
      'a second refresh endpoint elsewhere',
      withOAuth(google, { refreshEndpointIfMissing: 'https://evil.example/token' }),
      'another refresh endpoint at another host',
    ],
    [
      'the first refresh endpoint twice',
      withOAuth(google, { refreshEndpointIfMissing: google.oauth.tokenEndpoint }),
      'another refresh endpoint that is the same',
    ],
    [
      'a second refresh endpoint for single-use tokens',
      withOAuth(google, {
        refreshEndpointIfMissing: 'https://oauth2.googleapis.com/refresh',
        refresh: { kind: 'rotating', replay: 'safe' },
      }),
      'for a token that can be spent',
    ],
    [
      'T073: a token in a URL',
      withOAuth(github, {
        revocation: {
          ...own,
          build: ({ token }) => ({
            ...own.build({ clientId: '', clientSecret: '', token, variables: {} }),
            url: `https://${own.host}/${token}`,
          }),
        },
      }),
      'T073',
    ],
    [
      'a revocation elsewhere',
      withOAuth(github, { revocation: { ...own, host: 'github.com' } }),
      'at another host',
    ],
    [
      'a 400 for done',
      withOAuth(github, { revocation: { ...own, okStatus: [204, 400] } }),
      'a status for done that is none of success',
    ],
    [
      'a 200 for gone',
      withOAuth(github, { revocation: { ...own, alreadyGoneStatus: [200] } }),
      'a status for gone that is none of a refusal',
    ],
    [
      'a status for gone, of a refresh token',
      withOAuth(github, { revocation: { ...own, tokens: ['refresh'] } }),
      'no account endpoint that could prove it',
    ],
    [
      'a status for gone, and nobody to ask',
      withOAuth(github, { account: { kind: 'token-answer', read: () => undefined } }),
      'no account endpoint that could prove it',
    ],
    [
      'a malformed request for gone',
      withOAuth(github, { revocation: { ...own, alreadyGone: ['invalid_request'] } }),
      'a fault of the request that counts as revoked: invalid_request',
    ],
    [
      'a live token for a refresh token',
      withOAuth(google, { revocation: { ...ofGoogle, needs: 'live-access-token' } }),
      'a live token for a revocation of refresh tokens',
    ],
    [
      'a live token that nothing renews',
      withOAuth(github, { revocation: { ...own, needs: 'live-access-token' } }),
      'a live token that nothing can renew',
    ],
    ...(
      [
        ['^https://accounts\\.google\\.com', 'that is not anchored'],
        ['https://accounts\\.google\\.com$', 'that is not anchored'],
        ['^http://accounts\\.google\\.com$', 'that is not anchored'],
        ['^https?://accounts\\.google\\.com$', 'that is not anchored'],
        ['^https://accounts\\.google\\.com$|^https://x$', 'of two'],
        ['^https://accounts.google.com$', 'that does not end in a domain'],
        ['^https://.*\\.google\\.com$', 'with a host of any form'],
        ['^https://[^.]+\\.google\\.com$', 'with a host of any form'],
        ['^https://\\S+\\.google\\.com$', 'with a host of any form'],
        ['^https://[a-z/]+\\.google\\.com$', 'that takes another host'],
        ['^https://[a-z]*google\\.com$', 'that takes another host'],
        ['^https://google\\.com\\.evil\\.example$', 'that does not end in a domain'],
        ['^https://{tenant}\\.google\\.com$', 'of an unknown variable'],
      ] as const
    ).map(([issuerPattern, fault]): [string, Provider, string] => [
      `T015: the issuer pattern ${issuerPattern}`,
      withOAuth(google, { issuerPattern }),
      `an issuer pattern ${fault}`,
    ]),
    ['a server of another provider', server({ provider: 'github' }), 'of another provider'],
    [
      'a server at a strange host',
      server({ allowedHosts: ['evil.example'] }),
      'at a host that it does not allow',
    ],
    ['a server that wants the unknown', server({ scopes: ['admin'] }), 'a scope that nobody can grant'],
    [
      'T148: a server that lets cookies through',
      server({ removeHeaders: [] }),
      'lets the caller’s credentials',
    ],
    [
      'a server that gets no token',
      server({ placements: [{ in: 'header', name: 'Authorization', value: 'Bearer' }] }),
      'without the token',
    ],
    [
      'an API header without the token',
      { ...google, api: { ...google.api, authorization: 'Bearer' } },
      'an API header',
    ],
  ])('%s', (_title, provider, fault) => {
    expect(definitionFaults(provider).join('\n')).toContain(fault);
  });

  it('and is not when it has not', () => {
    expect(revocation.kind).toBe('rfc7009');
    expect(definitionFaults(google)).toEqual([]);
    expect(definitionFaults(parameters({ resource: 'https://mcp.example/v2?a=b&c=d e' }))).toEqual([]);
  });
});
