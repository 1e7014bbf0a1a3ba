/** https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/ and …/cloud/oauth/getting-started/refresh-tokens/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const READ = [
  'read:jira-work',
  'read:jira-user',
  'read:confluence-content.all',
  'read:confluence-space.summary',
  'search:confluence',
];
const ALL = ['read:me', 'offline_access', ...READ];

const providerOf = (deadGrant: Answer): ScriptedProvider => ({
  provider: 'atlassian',
  expected: {
    account: 'ann@acme.example',
    scopes: ALL,
    allowedHosts: ['api.atlassian.com'],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  tokens: { prefixes: { access: 'eyJhbGciOiJSUzI1NiJ9.', refresh: 'eyJjdHkiOiJ.' }, reuse: 'fails' },
  authorization: {
    at: 'https://auth.atlassian.com/authorize',
    parameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    scopes: { names: ALL, others: 'allowed' },
    pkce: 'ignored',
  },
  token: {
    at: 'POST auth.atlassian.com/oauth/token',
    body: 'json',
    credentials: 'body',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      expires_in: 3600,
      token_type: 'Bearer',
      scope: ['read:me', ...READ].join(' '),
    }),
    wrongClient: oauthError(401, 'access_denied', 'Unauthorized'),
    wrongCode: oauthError(403, 'invalid_grant', 'Invalid authorization code'),
    refresh: { deadGrant, throttled: tooManyRequests(30, 'Rate limit exceeded') },
  },
  endpoints: {
    'GET api.atlassian.com/me': accountEndpoint({
      account: { account_id: '5b10a2844c', email: 'ann@acme.example', name: 'Ann' },
      refused: { status: 401, body: { code: 401, message: 'Unauthorized' } },
    }),
    'POST auth.atlassian.com/oauth/revoke': revocationEndpoint({
      credentials: 'body',
      takes: 'refresh',
      endsGrant: false,
      revoked: { status: 200 },
    }),
  },
});

export const atlassian = providerOf(oauthError(403, 'invalid_grant', 'Unknown or invalid refresh token.'));
/** Field reports have a dead refresh token under this name as well. */
export const atlassianOtherWords: ScriptedProvider = {
  ...providerOf(oauthError(403, 'unauthorized_client', 'refresh_token is invalid')),
  variant: 'dead by unauthorized_client',
};
