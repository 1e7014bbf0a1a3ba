/** https://docs.sentry.io/api/auth/, and getsentry/sentry src/sentry/web/frontend/oauth_token.py */
import { oauthError } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const READ = ['org:read', 'project:read', 'team:read', 'event:read'];

export const sentry: ScriptedProvider = {
  provider: 'sentry',
  expected: {
    account: 'ann@acme.example',
    scopes: READ,
    allowedHosts: ['sentry.io', 'us.sentry.io', 'de.sentry.io'],
    refreshes: true,
    revocation: 'not_supported',
  },
  // The row of the token is written over: the old pair dies at once.
  tokens: { prefixes: { access: 'sntryu_', refresh: 'sntryr_' }, reuse: 'fails', refreshEndsAccess: true },
  authorization: {
    at: 'https://sentry.io/oauth/authorize/',
    scopes: { names: ['org:read'], others: 'allowed' },
    pkce: 'S256',
  },
  token: {
    // Without the slash Django redirects, and the body is gone.
    at: 'POST sentry.io/oauth/token/',
    credentials: 'body',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      expires_in: 2_591_999,
      expires_at: '2026-12-24T22:00:00.000000Z',
      token_type: 'Bearer',
      scope: READ.join(' '),
      user: { id: '42', name: 'Ann', email: 'ann@acme.example' },
      organization_id: '4506',
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant'),
      throttled: {
        status: 429,
        body: { detail: 'You are attempting to use this endpoint too frequently.' },
      },
    },
  },
};
