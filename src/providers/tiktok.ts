import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { errorsAtStatus200, inTurn, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer } from './mcp-server.ts';

const API = 'open.tiktokapis.com';

/** Login Kit for Web. The client id is named `client_key`, and scopes are separated by commas. */
export const tiktok: Provider = {
  id: 'tiktok',
  name: 'TikTok',
  oauth: {
    issuer: 'https://www.tiktok.com',
    authorizationEndpoint: 'https://www.tiktok.com/v2/auth/authorize/',
    tokenEndpoint: `https://${API}/v2/oauth/token/`,
    authorizationResponseIss: 'if-present',
    names: { clientId: 'client_key' },
    clientAuthentication: 'client_secret_post',
    // Required for desktop and mobile apps alone, there with a hexadecimal challenge. Web apps in production send it as RFC 7636.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      always: ['user.info.basic'],
      requestSeparator: ',',
      answerSeparator: ',',
    },
    dialect: { answer: inTurn(errorsAtStatus200, refreshLifetime) },
    accessTokenLifetime: 7200,
    refreshTokenLifetime: 180 * DAY_IN_SECONDS,
    // “The previous refresh token stops working once a new one is issued.”
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: ['access_denied'], configuration: [], transient: ['rate_limit_exceeded'] },
    revocation: {
      kind: 'request',
      host: API,
      build: revoke,
      answer: errorsAtStatus200,
      okStatus: [200],
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      // “Disconnects your app from the user's TikTok account.”
      reach: 'grant',
      tokens: ['access'],
      // “The user access token to revoke”: a refresh token is not named.
      needs: 'live-access-token',
      byHandAt: 'https://www.tiktok.com/setting',
    },
    account: {
      kind: 'endpoint',
      endpoint: `https://${API}/v2/user/info/?fields=open_id,display_name`,
      headers: {},
      read: (answer) => {
        const { open_id: id, display_name: name } = record(record(record(answer)?.data)?.user) ?? {};
        return typeof id === 'string' ? { id, label: typeof name === 'string' ? name : '' } : undefined;
      },
    },
  },
  products: [
    {
      id: 'tiktok',
      name: 'TikTok',
      scopes: [
        { scope: 'video.list', description: 'Read the person’s public videos', default: true },
        {
          scope: 'user.info.profile',
          description: 'Read the profile: user name, bio, whether it is verified',
          default: false,
        },
        { scope: 'user.info.stats', description: 'Read the numbers of followers and likes', default: false },
        { scope: 'video.upload', description: 'Upload videos as drafts', default: false },
        { scope: 'video.publish', description: 'Post videos', default: false },
      ],
    },
  ],
  api: { hosts: [API], authorization: 'Bearer {accessToken}' },
  servers: [
    // A worker of aerostackdev/aerostack-mcp. It takes the token without a scheme in its own header, and only for tool calls.
    headerServer({
      id: 'tiktok-aerostack',
      name: 'TikTok worker of aerostack-mcp',
      provider: 'tiktok',
      header: 'X-Mcp-Secret-TIKTOK-ACCESS-TOKEN',
      value: '{accessToken}',
      apiHosts: [API],
      binding: 'request',
      discovery: false,
      scopes: ['video.list'],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Sign in at TikTok and allow what is asked for; each permission can be switched off.',
    refreshToken: 'Expires 180 days after it was issued. Every refresh returns a new one.',
  },
  byo: {
    setUp: 'About 20 minutes in TikTok for Developers, and a review that can take days.',
    testUsers: 'The accounts that you add to the app’s sandbox, until TikTok has approved the app.',
    refreshToken: 'Expires 180 days after it was issued. Every refresh returns a new one.',
    consoleUrl: 'https://developers.tiktok.com/apps/',
    steps: [
      'Choose Manage apps, and create an app with the platform “Web”.',
      'Add the product Login Kit, and the redirect URI shown here.',
      'Add the scopes that you want to use: a scope that the app does not have fails the authorization.',
      'Submit the app for review, or create a sandbox.',
      'Copy the client key and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.tiktok.com/doc/login-kit-web',
      'https://developers.tiktok.com/doc/oauth-get-a-user-access-token',
      'https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token',
      'https://developers.tiktok.com/docs/en/oauth-revoke-a-user-access-token',
      'https://developers.tiktok.com/docs/zh-Hans/oauth-user-access-token-management',
      'https://developers.tiktok.com/doc/oauth-error-handling',
      'https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info',
      'https://developers.tiktok.com/doc/login-kit-desktop',
      'https://github.com/better-auth/better-auth/issues/3114',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether a challenge of a web app is checked, and in which form: reports have the form of RFC 7636',
      'the lifetimes: older pages have 24 hours and 365 days; the answer names them',
      'the status of errors of the token endpoint',
      'the address of the page on which a person withdraws the app’s access',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/tiktok.ts',
      differences: [
        'better-auth sends no challenge: web apps fail without one in some reports (its issue 3114), and Nango sends it.',
        'better-auth asks for user.info.profile: user.info.basic is enough for the id and the name.',
        'better-auth authorizes at /v2/auth/authorize: TikTok’s page has the slash at the end.',
      ],
    },
  },
};

function revoke({ clientId, clientSecret, token }: RevocationInput): ProviderRequest {
  return {
    url: `https://${API}/v2/oauth/revoke/`,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams({ client_key: clientId, client_secret: clientSecret, token })}`,
  };
}

/** TikTok names the lifetime of the refresh token `refresh_expires_in`. */
function refreshLifetime(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (body?.refresh_expires_in === undefined) return answer;
  return { ...answer, body: { ...body, refresh_token_expires_in: body.refresh_expires_in } };
}
