/** Covers test/providers/definition-rules/revocation.ts. */
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/oauth/provider.ts';
import { github } from '../../../src/providers/github.ts';
import { google } from '../../../src/providers/google.ts';
import { definitionFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

const { revocation: ofGoogle } = google.oauth;
if (ofGoogle.kind !== 'rfc7009') throw new Error('Google has the request of RFC 7009');
const { revocation: own } = github.oauth;
if (own.kind !== 'request') throw new Error('GitHub has a request of its own');
const built = own.build({ clientId: 'c', clientSecret: 's', token: 't', variables: {} });

describe('a definition is at fault when it has', () => {
  it.each<[string, Provider, string]>([
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
    [
      'a status for done and for gone',
      withOAuth(github, { revocation: { ...own, okStatus: [204], alreadyGoneStatus: [204] } }),
      'a status for done that is also one for gone',
    ],
    [
      'a revocation that presents nothing',
      withOAuth(google, { revocation: { ...ofGoogle, tokens: [] } }),
      'a revocation that presents nothing',
    ],
    [
      'a revocation of any token',
      withOAuth(github, { revocation: { ...own, build: () => ({ ...built, body: '{}' }) } }),
      'names neither the token nor the account',
    ],
    [
      'a client id as it is',
      withOAuth(github, {
        revocation: {
          ...own,
          build: ({ clientId, token }) => ({ ...built, body: token, url: `https://${own.host}/${clientId}` }),
        },
      }),
      'a client id that is not escaped',
    ],
  ])('%s', (_title, provider, fault) => {
    expect(definitionFaults(provider).join('\n')).toContain(fault);
  });
});
