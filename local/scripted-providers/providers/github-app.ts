/** https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
import { tooManyRequests } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';
import { githubAuthorization, githubClientEndpoint, githubError, githubToken, githubUser } from './github.ts';

const providerOf = (expires: boolean): ScriptedProvider => ({
  provider: 'github-app',
  expected: {
    account: 'octo-ann',
    scopes: [],
    allowedHosts: ['api.github.com', 'uploads.github.com'],
    refreshes: expires,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'ghu_', refresh: 'ghr_' }, reuse: 'fails', refreshEndsAccess: true },
  // Permissions sit at the app.
  authorization: { ...githubAuthorization, absent: ['scope'] },
  token: {
    ...githubToken,
    tokens: ({ access, refresh }) => ({
      access_token: access,
      // Always the empty string, which is no reduced grant.
      scope: '',
      token_type: 'bearer',
      ...(expires && { expires_in: 28_800, refresh_token: refresh, refresh_token_expires_in: 15_897_600 }),
    }),
    refresh: {
      absent: [],
      deadGrant: githubError('bad_refresh_token'),
      throttled: tooManyRequests(60, '<html>Whoa there!</html>'),
    },
  },
  endpoints: {
    'GET api.github.com/user': githubUser,
    // “Delete an app authorization”; …/token would leave the refresh token.
    'DELETE api.github.com/applications/{client_id}/grant': githubClientEndpoint(
      ({ access_token }, { tokens }) => {
        if (!tokens.isAccessLive(access_token)) return { status: 404 };
        tokens.endGrant();
        return { status: 204 };
      },
    ),
  },
});

export const githubApp = providerOf(true);
/** “Expire user authorization tokens” is switched off at the app. */
export const githubAppUnexpiring: ScriptedProvider = { ...providerOf(false), variant: 'unexpiring' };
