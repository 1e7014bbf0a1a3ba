import { errorsAtStatus200 } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { githubAccount, githubApi, githubDelete, githubErrors, githubServers } from './github.ts';

/** GitHub, as a user of a GitHub App. The app and its installation define the rights; access tokens last eight hours. */
export const githubApp: Provider = {
  id: 'github-app',
  name: 'GitHub (App)',
  oauth: {
    issuer: 'https://github.com/login/oauth',
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    // All responses have it since 2026-08, but no metadata document announces it.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    // The answer's `scope` is always an empty string.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ',' },
    dialect: { answer: errorsAtStatus200 },
    // An app that opted out of expiring user tokens gets no expires_in and no refresh token.
    accessTokenLifetime: 'endless',
    // Answers have refresh_token_expires_in, about six months. A refresh also ends the old access token.
    refresh: { kind: 'sometimes', replay: 'fails' },
    errors: githubErrors,
    revocation: {
      kind: 'request',
      host: 'api.github.com',
      // …/token is documented only for the access token; …/grant also ends the refresh token. The installation stays.
      build: (input) => githubDelete('grant', input),
      okStatus: [204],
      // After 404 or 422 the access token has ended, but the refresh token may be valid, so neither counts as success.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      reach: 'grant',
      tokens: ['access'],
      needs: 'live-access-token',
      byHandAt: 'https://github.com/settings/apps/authorizations',
    },
    account: githubAccount,
  },
  products: [{ id: 'github', name: 'GitHub', scopes: [] }],
  api: githubApi,
  servers: githubServers('github-app'),
  verified: {
    setUp:
      'Allow the platform’s app, and install it on the account or organisation whose repositories it may see.',
    quota: '5,000 API requests per hour for each person, shared by all apps.',
    unverifiedScreen: 'None. Members of an organisation may have to ask an owner to install the app.',
    refreshToken: 'Valid for about 6 months; every refresh returns a new one.',
  },
  byo: {
    setUp: 'About 10 minutes in GitHub’s developer settings, and an installation by an owner.',
    quota: 'The same as with the platform’s app.',
    unverifiedScreen: 'None.',
    refreshToken:
      'Valid for about 6 months; every refresh returns a new one. None if the app opted out of expiring user tokens.',
    consoleUrl: 'https://github.com/settings/apps/new',
    steps: [
      'Create a GitHub App in Settings, Developer settings, GitHub Apps.',
      'Add the redirect URI shown here as a “Callback URL”. An app can have ten.',
      'Leave “Expire user authorization tokens” on, and choose the permissions that the tools need.',
      'Generate a client secret. The private key is not needed.',
      'Install the app on the account or organisation. Without an installation its tokens have no access.',
    ],
  },
  source: {
    documents: [
      'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app',
      'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens',
      'https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-authorization',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: ['whether bad_refresh_token ever comes with status 400; 200 and 400 are both handled'],
  },
};
