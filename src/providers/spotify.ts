import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

/** A refresh token lasts six months from the consent, however often it is used. Nothing but a person's own hand ends it earlier. */
export const spotify: Provider = {
  id: 'spotify',
  name: 'Spotify',
  oauth: {
    issuer: 'https://accounts.spotify.com',
    authorizationEndpoint: 'https://accounts.spotify.com/authorize',
    tokenEndpoint: 'https://accounts.spotify.com/api/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    // Without it, an account that allowed the app before is taken without a question, and no other can be chosen.
    authorizationParameters: { show_dialog: 'true' },
    scopes: {
      parameter: 'scope',
      always: ['user-read-private'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 180 * DAY_IN_SECONDS,
    // “When a refresh token is not returned, continue using the existing token.” Where one is returned, the old one is dead.
    refresh: { kind: 'reusable', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://www.spotify.com/account/apps/' },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.spotify.com/v1/me',
      headers: {},
      // An app in development mode gets no e-mail address.
      read: (answer) => {
        const { type, id, display_name: name } = record(answer) ?? {};
        if (type !== 'user' || typeof id !== 'string') return undefined;
        return { id, label: typeof name === 'string' ? name : id };
      },
    },
  },
  products: [
    {
      id: 'spotify',
      name: 'Spotify',
      scopes: [
        { scope: 'playlist-read-private', description: 'Read private playlists', default: true },
        { scope: 'playlist-read-collaborative', description: 'Read shared playlists', default: true },
        { scope: 'user-library-read', description: 'Read what the person has saved', default: true },
        { scope: 'user-top-read', description: 'Read top artists and tracks', default: false },
        { scope: 'user-read-recently-played', description: 'Read what was played recently', default: false },
        { scope: 'user-read-currently-playing', description: 'Read what is played now', default: false },
        { scope: 'user-read-playback-state', description: 'See devices and what they play', default: false },
        { scope: 'user-modify-playback-state', description: 'Control what is played', default: false },
        { scope: 'playlist-modify-private', description: 'Change private playlists', default: false },
        { scope: 'playlist-modify-public', description: 'Change public playlists', default: false },
        { scope: 'user-library-modify', description: 'Save and remove music', default: false },
        { scope: 'user-follow-read', description: 'See whom the person follows', default: false },
        { scope: 'user-follow-modify', description: 'Follow and unfollow', default: false },
      ],
    },
  ],
  api: { hosts: ['api.spotify.com'], authorization: 'Bearer {accessToken}' },
  servers: [],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'All workspaces share the calls of the platform’s app in each 30 seconds.',
    refreshToken: 'Ends six months after the consent. Then connect again.',
  },
  byo: {
    setUp: 'About 5 minutes in Spotify’s developer dashboard. You need Spotify Premium.',
    testUsers: 'Five people, whom you name in the dashboard. More need Spotify’s extended quota mode.',
    quota: 'All of your apps in development mode share one quota.',
    refreshToken: 'Ends six months after the consent. Then connect again.',
    consoleUrl: 'https://developer.spotify.com/dashboard',
    steps: [
      'Create an app, choose “Web API”, and add the redirect URI shown here.',
      'Add each person who will connect under “User Management”, with name and e-mail address.',
      'Copy the client id and the client secret from the app’s settings.',
    ],
  },
  source: {
    documents: [
      'https://developer.spotify.com/documentation/web-api/tutorials/code-flow',
      'https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens',
      'https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration',
      'https://developer.spotify.com/documentation/web-api/concepts/scopes',
      'https://developer.spotify.com/documentation/web-api/concepts/quota-modes',
      'https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether a refresh of a grant with PKCE still returns a new refresh token: since 2026-07-20 it does not, by the report of a client',
      'the exact length of the six months',
      'whether there is an MCP server that takes an access token: those that were read sign in by themselves',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/spotify.ts',
      differences: [
        'better-auth sends the client secret in the body; Spotify’s documentation has it in the Authorization header.',
        'better-auth asks for user-read-email by default; apps in development mode get no e-mail address, and the account has an id and a name without it.',
      ],
    },
  },
};
