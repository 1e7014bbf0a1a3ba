import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider, ReadTenant } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

const USER_INFO = 'https://{accountHost}/oauth/userinfo';
const ACCOUNT_ID = '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
/** One label below docusign.net: `na3`, `eu`, `www`, `demo`. */
const BASE_HOST = '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.docusign\\.net$';

/** A person may belong to several accounts, each at the host of its region. Every path of the API has the account's id. */
export const docusign: Provider = {
  id: 'docusign',
  name: 'Docusign',
  variables: {
    environment: {
      label: 'Environment of the app: production or demo',
      example: 'demo',
      pattern: '^(production|demo)$',
      default: 'production',
      derives: {
        production: { accountHost: 'account.docusign.com', mcpHost: 'mcp.docusign.com' },
        demo: { accountHost: 'account-d.docusign.com', mcpHost: 'mcp-d.docusign.com' },
      },
      // An app is promoted from one to the other and gets another secret, so the secret decides.
      of: 'app',
    },
  },
  oauth: {
    issuer: 'https://{accountHost}/',
    authorizationEndpoint: 'https://{accountHost}/oauth/auth',
    tokenEndpoint: 'https://{accountHost}/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Optional for apps with a secret, since 2023-03.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      // Without `extended`, every refresh token ends 30 days after the consent.
      always: ['extended'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['extended'],
    },
    accessTokenLifetime: 8 * 3600,
    refreshTokenLifetime: 30 * DAY_IN_SECONDS,
    // Each refresh brings a new refresh token. What a replay does is not documented.
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 30 * DAY_IN_SECONDS },
    errors: { deadGrant: ['consent_required'], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://{accountHost}/me/appconsent' },
    account: {
      kind: 'endpoint',
      endpoint: USER_INFO,
      headers: {},
      read: (answer) => {
        const { sub, email, name } = record(answer) ?? {};
        return typeof sub === 'string' && sub ? { id: sub, label: String(email || name || '') } : undefined;
      },
    },
    tenants: { endpoint: USER_INFO, id: 'accountId', read: readTenants },
    connectionFactPatterns: { accountId: ACCOUNT_ID, baseHost: BASE_HOST },
  },
  products: [
    {
      id: 'esignature',
      name: 'Docusign eSignature',
      scopes: [
        {
          scope: 'signature',
          description: 'Read, send and void envelopes and templates; Docusign has no read-only scope',
          default: true,
        },
      ],
    },
    // Not defaults: Docusign refuses the whole grant where the account does not have the product.
    {
      id: 'agreements',
      name: 'Docusign Agreement Manager',
      scopes: [
        { scope: 'adm_store_unified_repo_read', description: 'Read agreements', default: false },
        { scope: 'search_read', description: 'Search agreements', default: false },
      ],
    },
    {
      id: 'workflows',
      name: 'Docusign Workflow Builder',
      scopes: [{ scope: 'aow_manage', description: 'Start and manage workflows', default: false }],
    },
  ],
  // Calls go to /restapi/v2.1/accounts/{accountId}.
  api: { hosts: ['{baseHost}'], authorization: 'Bearer {accessToken}' },
  servers: [
    // Documented to take access tokens of any app of the authorization code grant. It works on the person's default account.
    remoteServer({
      id: 'docusign-mcp',
      name: 'Docusign',
      provider: 'docusign',
      url: 'https://{mcpHost}/mcp',
      scopes: ['signature'],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Sign in to Docusign and allow it. If you belong to several accounts, choose one of them here.',
    quota: '3,000 calls per hour for each account.',
    refreshToken: 'Expires after 30 days without use.',
  },
  byo: {
    setUp: 'About 5 minutes for the demo environment. Production needs 20 calls without an error first.',
    testUsers: 'In the demo environment anybody with a developer account.',
    quota: '3,000 calls per hour for each account.',
    refreshToken: 'Expires after 30 days without use.',
    consoleUrl: 'https://apps.docusign.com/admin/apps-and-keys',
    steps: [
      'Open Settings, Apps and Keys in your developer account, and add an app.',
      'Choose “Authorization Code Grant”, and add a secret key. Copy it, because it is shown only once.',
      'Add the redirect URI shown here.',
      'Choose the environment “demo” here. For production pass the go-live review, and add a secret key there.',
      'Copy the integration key as the client id.',
    ],
  },
  source: {
    documents: [
      'https://developers.docusign.com/platform/auth/confidential-authcode-get-token',
      'https://developers.docusign.com/platform/auth/reference/obtain-access-token',
      'https://developers.docusign.com/platform/auth/reference/user-info',
      'https://developers.docusign.com/platform/auth/reference/scopes',
      'https://www.docusign.com/blog/developers/docusign-adds-support-pkce',
      'https://www.docusign.com/blog/developers/authorization-code-grant-refresh-tokens',
      'https://developers.docusign.com/platform/mcp-server/authentication-scopes',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether there is a revocation endpoint: others call /oauth/revoke, which no document of Docusign names',
      'what the replay of a refresh token does',
      'which account the MCP server works on for a person with several',
      'the spelling of the challenge method: the metadata is reported to say s256, and the documents S256',
      'hosts outside docusign.net (US government), which are refused',
      'the end of the issuer with a slash; no redirect with `iss` was seen',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango has a provider of its own for the demo environment; here it is a variable of the app.',
        'Nango calls `www.docusign.net` for every account; here it is the host of the account’s region, which the user info names, as Docusign demands.',
        'Nango takes the default account; here a person with several chooses.',
        'Nango sends no challenge; here one is sent, which Docusign supports.',
        'Nango asks for no scope of its own; here `extended` is always asked for, so that a refresh prolongs the refresh token.',
      ],
    },
  },
};

/** The accounts of the person. One whose host is not Docusign's is left out, so that no request ever goes there (T247). */
function readTenants(answer: unknown): ReadTenant[] | undefined {
  const { accounts } = record(answer) ?? {};
  if (!Array.isArray(accounts)) return undefined;
  return accounts.flatMap((entry): ReadTenant[] => {
    const { account_id: id, account_name: name, base_uri: uri } = record(entry) ?? {};
    if (typeof id !== 'string' || typeof uri !== 'string') return [];
    const accountId = id.toLowerCase();
    const baseHost = /^https:\/\/([^/?#]+)\/?$/.exec(uri)?.[1]?.toLowerCase() ?? '';
    if (!new RegExp(ACCOUNT_ID).test(accountId) || !new RegExp(BASE_HOST).test(baseHost)) return [];
    return [{ facts: { accountId, baseHost }, label: typeof name === 'string' ? name : accountId }];
  });
}
