import { recode, record } from '../oauth/dialects.ts';
import type { Provider, SpokenAnswer } from '../oauth/provider.ts';

/** A person's token: it reads who they are and where they are. Posting needs the app's bot token, which OAuth never gives. */
export const discord: Provider = {
  id: 'discord',
  name: 'Discord',
  oauth: {
    issuer: 'https://discord.com',
    authorizationEndpoint: 'https://discord.com/oauth2/authorize',
    tokenEndpoint: 'https://discord.com/api/oauth2/token',
    // Announced in its metadata document, in no other document.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: { prompt: 'consent' },
    scopes: { parameter: 'scope', always: ['identify'], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: deadRefreshToken },
    accessTokenLifetime: 604_800,
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://discord.com/api/oauth2/token/revoke',
      clientAuthentication: 'as-token-endpoint',
      // “Any active access or refresh tokens associated with that authorization”, whichever is given.
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://discord.com/settings/authorized-apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://discord.com/api/v10/users/@me',
      headers: {},
      read: (answer) => {
        const { id, username } = record(answer) ?? {};
        return typeof id === 'string' && typeof username === 'string' ? { id, label: username } : undefined;
      },
    },
  },
  products: [
    {
      id: 'discord',
      name: 'Discord',
      scopes: [
        { scope: 'email', description: 'See the e-mail address', default: true },
        { scope: 'guilds', description: 'See which servers the person is in', default: true },
        { scope: 'guilds.members.read', description: 'See nickname and roles in a server', default: true },
        { scope: 'connections', description: 'See linked accounts of other services', default: false },
      ],
    },
  ],
  api: {
    hosts: ['discord.com'],
    authorization: 'Bearer {accessToken}',
    // Of this form for every client: https://docs.discord.com/developers/reference#user-agent
    headers: { 'User-Agent': 'DiscordBot (https://connections.example, 0.1)' },
  },
  servers: [],
  verified: {
    setUp: 'Nothing to do: choose what to connect and allow it.',
    quota: 'Ten thousand refused requests in ten minutes ban the platform’s address for a while.',
    refreshToken: 'Each works once; when it ends is not documented.',
  },
  byo: {
    setUp: 'About 3 minutes in Discord’s developer portal.',
    quota: 'The limit on refused requests counts by address, so it is shared all the same.',
    unverifiedScreen: 'The consent screen shows the app’s name and how many servers use it.',
    refreshToken: 'As with the verified app.',
    consoleUrl: 'https://discord.com/developers/applications',
    steps: [
      'Choose “New Application” and open its page OAuth2.',
      'Add the redirect URI shown here under “Redirects”.',
      'Copy the client id, and make a client secret with “Reset Secret”.',
    ],
  },
  source: {
    documents: [
      'https://docs.discord.com/developers/topics/oauth2',
      'https://discord.com/.well-known/oauth-authorization-server',
      'https://github.com/discord/discord-api-docs/pull/7046',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'how long a refresh token lives',
      'whether callbacks carry the iss that the metadata announces',
      'PKCE, which the metadata announces and the OAuth2 page leaves out',
    ],
  },
};

/** A spent or revoked refresh token also comes as `invalid_request`, “Invalid "refresh_token"” (discord-api-docs 5942). */
function deadRefreshToken(answer: SpokenAnswer): SpokenAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  return error === 'invalid_request' && /refresh_token/.test(String(words))
    ? recode(answer, 'invalid_grant')
    : answer;
}
