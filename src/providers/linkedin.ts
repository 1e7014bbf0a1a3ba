import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';

/** Only apps that LinkedIn has approved for it get refresh tokens. All others need a person every 60 days. */
export const linkedin: Provider = {
  id: 'linkedin',
  name: 'LinkedIn',
  oauth: {
    issuer: 'https://www.linkedin.com/oauth',
    authorizationEndpoint: 'https://www.linkedin.com/oauth/v2/authorization',
    tokenEndpoint: 'https://www.linkedin.com/oauth/v2/accessToken',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // The exchange of a web app fails with `invalid_client` if it has a verifier. PKCE has endpoints of its own, for native apps.
    pkce: 'breaks-on-challenge',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      // The account endpoint needs both.
      always: ['openid', 'profile'],
      requestSeparator: ' ',
      answerSeparator: ',',
    },
    dialect: { answer: endedGrant },
    accessTokenLifetime: 60 * DAY_IN_SECONDS,
    // A refresh returns the same token, whose lifetime goes on from the consent.
    refresh: { kind: 'sometimes', replay: 'safe' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      // Not documented, but it answers. What it ends is unknown, so the most is assumed, and its answer proves nothing.
      endpoint: 'https://www.linkedin.com/oauth/v2/revoke',
      clientAuthentication: 'as-token-endpoint',
      reach: 'grant',
      tokens: ['refresh', 'access'],
      alreadyGone: [],
      confirms: false,
      byHandAt: 'https://www.linkedin.com/psettings/permitted-services',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.linkedin.com/v2/userinfo',
      headers: {},
      // `sub` is another one for each app.
      read: (answer) => {
        const { sub, email, name } = record(answer) ?? {};
        return typeof sub === 'string' ? { id: sub, label: String(email || name || '') } : undefined;
      },
    },
  },
  products: [
    {
      id: 'linkedin',
      name: 'LinkedIn',
      scopes: [
        { scope: 'email', description: 'See the e-mail address', default: true },
        // Not a default: if the app does not have the product “Share on LinkedIn”, the whole authorization fails.
        { scope: 'w_member_social', description: 'Post, comment and react for the person', default: false },
      ],
    },
  ],
  api: { hosts: ['api.linkedin.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // mcp_servers/linkedin of github.com/Klavis-AI/klavis reads the header with every request.
    {
      id: 'linkedin-klavis',
      name: 'LinkedIn server of klavis',
      provider: 'linkedin',
      allowedHosts: [],
      apiHosts: ['api.linkedin.com'],
      placements: [
        {
          in: 'header',
          name: 'X-Auth-Data',
          value: { json: { access_token: '{accessToken}' } },
          encode: 'base64',
        },
      ],
      removeHeaders: ['Authorization', 'Cookie'],
      binding: 'request',
      discovery: false,
      scopes: ['openid', 'profile'],
    },
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'LinkedIn counts calls per day, for the platform’s app and for each person.',
    refreshToken: 'None, unless LinkedIn has approved the platform’s app: connect again every 60 days.',
  },
  byo: {
    setUp:
      'About 15 minutes in LinkedIn’s developer portal. The app needs a LinkedIn page, whose super admin must verify it.',
    quota:
      'LinkedIn counts calls per day, for your app and for each person. The portal’s Analytics tab shows both.',
    refreshToken:
      'None for most apps: connect again every 60 days. Marketing partners get one that is valid for a year.',
    consoleUrl: 'https://www.linkedin.com/developers/apps',
    steps: [
      'Create an app for your company’s LinkedIn page. Send the verification link to a super admin of the page.',
      'Request the product “Sign In with LinkedIn using OpenID Connect” in the tab “Products”, and “Share on LinkedIn” for posting.',
      'Add the redirect URI shown here in the tab “Auth”, under “Authorized redirect URLs for your app”.',
      'Copy the client id and the primary client secret.',
    ],
  },
  source: {
    documents: [
      'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
      'https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens',
      'https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2',
      'https://www.linkedin.com/oauth/.well-known/openid-configuration',
      'https://github.com/UsefulSoftwareCo/executor/issues/2087',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the revocation endpoint, which several programs use and no page describes, ends a token',
      'the answer for a refresh token that has ended; any words about a refresh token count as its end',
      'whether the page for withdrawing an app by hand still has this address',
    ],
    comparedWith: {
      source:
        'https://github.com/better-auth/better-auth/blob/main/packages/core/src/social-providers/linkedin.ts',
      differences: [
        'better-auth always asks for the e-mail address; here it is a choice that is made by default, because `sub` identifies the account.',
      ],
    },
  },
};

/** A spent code is `invalid_request`, “… does not match authorization code. Or authorization code expired”. */
function endedGrant(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  return error === 'invalid_request' && /authorization code|refresh token/i.test(String(words))
    ? recode(answer, 'invalid_grant')
    : answer;
}
