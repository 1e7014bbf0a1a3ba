import { errorsAtStatus200 } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { githubAccount, githubApi, githubDelete, githubErrors, githubServers } from './github.ts';

/** GitHub, as the user of a GitHub App: rights sit at the app and its installation, tokens last eight hours. */
export const githubApp: Provider = {
  id: 'github-app',
  name: 'GitHub (App)',
  oauth: {
    issuer: 'https://github.com/login/oauth',
    authorizationEndpoint: 'https://github.com/login/oauth/authorize',
    tokenEndpoint: 'https://github.com/login/oauth/access_token',
    // Seen on all responses since 2026-08, announced in no metadata document.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    // The answer's `scope` is an empty string, which is no reduced grant.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ',' },
    dialect: { answer: errorsAtStatus200 },
    // An app that opted out of expiring user tokens gets no expires_in and no refresh token.
    accessTokenLifetime: 'endless',
    // Told as refresh_token_expires_in, about six months. The old access token dies with the old refresh token.
    refresh: { kind: 'sometimes', replay: 'fails' },
    errors: githubErrors,
    revocation: {
      kind: 'request',
      host: 'api.github.com',
      // …/token is documented for the access token alone; …/grant ends the refresh token too. The installation stays.
      build: (input) => githubDelete('grant', input),
      okStatus: [204],
      // A dead access token (404, 422) says nothing of the refresh token beside it, so it is not taken for success.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      reach: 'grant',
      tokens: ['access'],
      byHandAt: 'https://github.com/settings/apps/authorizations',
    },
    account: githubAccount,
  },
  products: [{ id: 'github', name: 'GitHub', scopes: [] }],
  api: githubApi,
  servers: githubServers('github-app'),
  verified: {
    setUp:
      'Allow it, and install the platform’s app on the account or organisation whose repositories it may see.',
    quota: '5,000 API requests an hour a person, whichever app asks.',
    unverifiedScreen: 'None. Members of an organisation may have to ask an owner to install the app.',
    refreshToken: 'About 6 months, new with every refresh.',
  },
  byo: {
    setUp: 'About 10 minutes in GitHub’s developer settings, and an installation by an owner.',
    quota: 'The same as with the platform’s app.',
    unverifiedScreen: 'None.',
    refreshToken:
      'About 6 months, new with every refresh; none if the app opted out of expiring user tokens.',
    consoleUrl: 'https://github.com/settings/apps/new',
    steps: [
      'Create a GitHub App in Settings, Developer settings, GitHub Apps.',
      'Add the redirect URI shown here as a “Callback URL”; there is room for ten.',
      'Leave “Expire user authorization tokens” on and choose the permissions that its tools need.',
      'Generate a client secret; the private key is not needed.',
      'Install the app on the account or organisation: without an installation its tokens see nothing.',
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
    unsure: ['whether bad_refresh_token ever comes with 400: both are understood'],
  },
};
