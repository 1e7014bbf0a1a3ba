import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { spawnedServer, withFact } from './mcp-server.ts';

const API_HOSTS = ['{apiHost}'];
const ACCOUNTING = 'com.intuit.quickbooks.accounting';

/** Each consent is for one company, whose id (`realmId`) comes with the redirect alone and stands in every path of the API. */
export const quickbooks: Provider = {
  id: 'quickbooks',
  name: 'QuickBooks Online',
  variables: {
    environment: {
      label: 'Environment of the app’s keys: production or sandbox',
      example: 'sandbox',
      pattern: '^(production|sandbox)$',
      default: 'production',
      derives: {
        production: { apiHost: 'quickbooks.api.intuit.com', accountsHost: 'accounts.platform.intuit.com' },
        sandbox: {
          apiHost: 'sandbox-quickbooks.api.intuit.com',
          accountsHost: 'sandbox-accounts.platform.intuit.com',
        },
      },
      // An app has other keys for each environment, so the keys decide.
      of: 'app',
    },
    realmId: {
      label: 'Company id',
      example: '9341453474484455',
      pattern: '^[0-9]{1,20}$',
      of: 'callback',
      parameter: 'realmId',
    },
  },
  oauth: {
    issuer: 'https://oauth.platform.intuit.com/op/v1',
    authorizationEndpoint: 'https://appcenter.intuit.com/connect/oauth2',
    tokenEndpoint: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // PKCE is not documented. The parameters are ignored.
    pkce: 'S256',
    authorizationParameters: {},
    // The account endpoint needs `openid`.
    scopes: { parameter: 'scope', always: ['openid', 'email'], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { request: withHardExpiry, answer: refreshExpiresIn },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 100 * DAY_IN_SECONDS,
    // The value changes about once a day. The one before then fails with `invalid_grant`.
    refresh: { kind: 'rotating', replay: 'fails', idleLimit: 100 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: 'developer.api.intuit.com',
      build: revoke,
      okStatus: [200],
      // Not 400, which stands for a wrong token and for wrong credentials.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      // Disconnects the app from the company, and so perhaps the other people who connected it there.
      reach: 'grant',
      grantOf: '{realmId}',
      tokens: ['refresh'],
      byHandAt: 'https://app.qbo.intuit.com/app/apps/myapps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{accountsHost}/v1/openid_connect/userinfo',
      headers: {},
      read: (answer) => {
        const { sub, email } = record(answer) ?? {};
        return typeof sub === 'string' && sub ? { id: sub, label: String(email ?? '') } : undefined;
      },
    },
  },
  products: [
    {
      id: 'accounting',
      name: 'QuickBooks Accounting',
      scopes: [
        {
          scope: ACCOUNTING,
          description: 'Read and change the company’s books; QuickBooks has no read-only scope',
          default: true,
        },
      ],
    },
    {
      id: 'payments',
      name: 'QuickBooks Payments',
      scopes: [
        {
          scope: 'com.intuit.quickbooks.payment',
          description: 'Charge cards and bank accounts',
          default: false,
        },
      ],
    },
  ],
  // Calls go to /v3/company/{realmId}.
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}', headers: { Accept: 'application/json' } },
  // Intuit's own server (intuit/quickbooks-online-mcp-server) takes a refresh token and the client secret, which stay here.
  servers: [
    // Only spawned. Its HTTP mode takes the token by a header and keeps it for the whole process, so that a request of one
    // person would use the token of another.
    withFact(
      spawnedServer({
        id: 'quickbooks-qbo-mcp',
        name: 'QuickBooks Online (wyre-technology/qbo-mcp), spawned',
        provider: 'quickbooks',
        variable: 'QBO_ACCESS_TOKEN',
        // The server has the production host in its code.
        apiHosts: ['quickbooks.api.intuit.com'],
        scopes: [ACCOUNTING],
      }),
      { in: 'env', name: 'QBO_REALM_ID', value: '{realmId}' },
    ),
  ],
  verified: {
    setUp: 'Nothing to do. Choose the company and allow it. You must be an admin of the company.',
    quota: '500 calls per minute and 10 at once for each company; 500,000 reading calls a month for the app.',
    refreshToken: 'Expires after 100 days without use, and 5 years after the consent.',
  },
  byo: {
    setUp: 'About 10 minutes for a sandbox. Production keys need answers to Intuit’s app assessment first.',
    testUsers: 'With development keys only the sandbox companies of the developer account.',
    quota: '500 calls per minute and 10 at once for each company; 500,000 reading calls a month for the app.',
    refreshToken: 'Expires after 100 days without use, and 5 years after the consent.',
    consoleUrl: 'https://developer.intuit.com/app/developer/dashboard',
    steps: [
      'Create an app in the Intuit Developer Portal, with the scope “QuickBooks Online Accounting”.',
      'Open Keys and credentials, of Development for a sandbox company or of Production for a real one.',
      'Add the redirect URI shown here.',
      'Choose the same environment here, and copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
      'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/openid-connect',
      'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/faq',
      'https://blogs.intuit.com/2025/11/12/important-changes-to-refresh-token-policy',
      'https://github.com/intuit/oauth-jsclient/blob/master/src/OAuthClient.js',
      'https://github.com/wyre-technology/qbo-mcp/blob/main/src/index.ts',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether the endpoints accept the parameters of PKCE: no document names them',
      'whether a refresh token that was replaced fails at once, as the help page says, or after 24 hours, as the SDK’s README says',
      'whether a revocation also ends the other people’s tokens for the same company',
      'the length of a company id: 10 to 19 digits were seen',
      'the address of the page of connected apps',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango has a provider of its own for the sandbox; here the environment is a variable, because the app’s keys belong to one environment.',
        'Nango accepts a company id of 10 to 19 digits and makes it optional; here it is required, since no call works without it, and only its characters are judged.',
        'Nango asks for no OpenID scopes and names no account; here `openid` and `email` are always asked for, to know whose account it is.',
        'Nango names no revocation; here it is the endpoint of Intuit’s discovery document and SDKs.',
      ],
    },
  },
};

/** The answer then names the end of the five years, and not only the 100 days without use. */
function withHardExpiry(request: ProviderRequest): ProviderRequest {
  return {
    ...request,
    headers: { ...request.headers, 'x-include-refresh-token-hard-expires-in': 'true' },
  };
}

/** Intuit has two lifetimes for the refresh token, under other names. The one that ends first counts. */
function refreshExpiresIn(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  const { x_refresh_token_expires_in: idle, x_refresh_token_hard_expires_in: hard } = body ?? {};
  const limits = [idle, hard].map(Number).filter((seconds) => seconds > 0);
  if (!body || limits.length === 0) return answer;
  return { ...answer, body: { ...body, refresh_token_expires_in: Math.min(...limits) } };
}

/** Intuit takes JSON here, unlike RFC 7009. */
function revoke({ clientId, clientSecret, token }: RevocationInput): ProviderRequest {
  return {
    url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: JSON.stringify({ token }),
  };
}
