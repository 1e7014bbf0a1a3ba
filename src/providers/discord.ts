import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';

/** Discord's form, `DiscordBot ($url, $versionNumber)`. Requests without it may be blocked in front of the API. */
const USER_AGENT = 'DiscordBot (https://connections.example, 0.1)';

/** A person's token can read their profile and their servers. Posting needs the app's bot token, which OAuth does not return. */
export const discord: Provider = {
  id: 'discord',
  name: 'Discord',
  oauth: {
    issuer: 'https://discord.com',
    authorizationEndpoint: 'https://discord.com/oauth2/authorize',
    tokenEndpoint: 'https://discord.com/api/oauth2/token',
    // Required of every client: https://docs.discord.com/developers/reference#user-agent
    userAgent: USER_AGENT,
    // Only the metadata document announces it.
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
      // Either token ends “any active access or refresh tokens associated with that authorization”.
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
    headers: { 'User-Agent': USER_AGENT },
  },
  servers: [],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota:
      'After ten thousand refused requests in ten minutes Discord blocks the platform’s IP address for a while.',
    refreshToken: 'Valid for one use; its lifetime is not documented.',
  },
  byo: {
    setUp: 'About 3 minutes in Discord’s developer portal.',
    quota: 'Discord counts refused requests by IP address, so this limit is shared with the verified app.',
    unverifiedScreen: 'The consent screen shows the app’s name and how many servers use it.',
    refreshToken: 'The same as with the verified app.',
    consoleUrl: 'https://discord.com/developers/applications',
    steps: [
      'Choose “New Application” and open the page “OAuth2”.',
      'Add the redirect URI shown here under “Redirects”.',
      'Copy the client id, and create a client secret with “Reset Secret”.',
    ],
  },
  source: {
    documents: [
      'https://docs.discord.com/developers/topics/oauth2',
      'https://docs.discord.com/developers/reference#user-agent',
      'https://discord.com/.well-known/oauth-authorization-server',
      'https://github.com/discord/discord-api-docs/pull/7046',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'the lifetime of a refresh token',
      'whether callbacks carry the iss that the metadata announces',
      'whether PKCE is supported: the metadata announces it, but the OAuth2 page does not',
    ],
  },
};

/**
 * Discord also answers a spent or revoked refresh token with `invalid_request`, “Invalid "refresh_token"”
 * (discord-api-docs 5942).
 */
function deadRefreshToken(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  return error === 'invalid_request' && /refresh_token/.test(String(words))
    ? recode(answer, 'invalid_grant')
    : answer;
}
