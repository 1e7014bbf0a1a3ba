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

const SITE = {
  id: '1324a887-45db-1bf4-1e99-ef0ff456d421',
  name: 'Acme',
  url: 'https://acme.atlassian.net',
  avatarUrl: 'https://site-admin-avatar-cdn.example/240.png',
};

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
    // A site with two products stands there twice, each time with the scopes of one.
    'GET api.atlassian.com/oauth/token/accessible-resources': accountEndpoint({
      account: [
        { ...SITE, scopes: ['read:jira-work', 'read:jira-user'] },
        { ...SITE, scopes: ['read:confluence-content.all', 'search:confluence'] },
      ],
      refused: { status: 401, body: { code: 401, message: 'Unauthorized' } },
    }),
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
