import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider, ReadTenant } from '../oauth/provider.ts';
import { headerServer, spawnedServer, withFact } from './mcp-server.ts';

const API_HOSTS = ['api.xero.com'];
const TENANT_ID = '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
/** What the servers below need for their tools that read. */
const READS = {
  'accounting.invoices.read': 'Read invoices, bills and quotes',
  'accounting.payments.read': 'Read payments',
  'accounting.contacts.read': 'Read customers and suppliers',
  'accounting.settings.read': 'Read the organisation, its accounts and tax rates',
};

/** A token is one person's, for every organisation that the person ever allowed. Each call names one in a header. */
export const xero: Provider = {
  id: 'xero',
  name: 'Xero',
  oauth: {
    issuer: 'https://identity.xero.com',
    authorizationEndpoint: 'https://login.xero.com/identity/connect/authorize',
    tokenEndpoint: 'https://identity.xero.com/connect/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Documented only for apps without a secret. Others may send the parameters.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      // The account endpoint needs `openid`, and a refresh token `offline_access`.
      always: ['openid', 'email', 'offline_access'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['offline_access'],
    },
    accessTokenLifetime: 1800,
    refreshTokenLifetime: 60 * DAY_IN_SECONDS,
    // The old refresh token works for 30 minutes more, so a refresh whose answer was lost can be repeated.
    refresh: { kind: 'rotating', replay: 'safe', idleLimit: 60 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://identity.xero.com/connect/revocation',
      clientAuthentication: 'as-token-endpoint',
      // Ends the person's tokens, and the app's access to all organisations of this person.
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://go.xero.com/Settings/ConnectedApps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://identity.xero.com/connect/userinfo',
      headers: {},
      read: (answer) => {
        const { sub, email, name } = record(answer) ?? {};
        return typeof sub === 'string' && sub ? { id: sub, label: String(email || name || '') } : undefined;
      },
    },
    tenants: {
      endpoint: 'https://api.xero.com/connections',
      id: 'tenantId',
      read: readTenants,
    },
    connectionFactPatterns: { tenantId: TENANT_ID },
  },
  products: [
    {
      id: 'accounting',
      name: 'Xero Accounting',
      scopes: [
        ...Object.entries(READS).map(([scope, description]) => ({ scope, description, default: true })),
        { scope: 'accounting.banktransactions.read', description: 'Read bank transactions', default: true },
        { scope: 'accounting.attachments.read', description: 'Read attached files', default: false },
        {
          scope: 'accounting.invoices',
          description: 'Create and change invoices, bills and quotes',
          default: false,
        },
        { scope: 'accounting.payments', description: 'Record payments', default: false },
        {
          scope: 'accounting.banktransactions',
          description: 'Create and change bank transactions',
          default: false,
        },
        { scope: 'accounting.contacts', description: 'Create and change contacts', default: false },
      ],
    },
    {
      id: 'reports',
      name: 'Xero reports',
      scopes: [
        {
          scope: 'accounting.reports.profitandloss.read',
          description: 'Read the profit and loss report',
          default: true,
        },
        {
          scope: 'accounting.reports.balancesheet.read',
          description: 'Read the balance sheet',
          default: true,
        },
        {
          scope: 'accounting.reports.aged.read',
          description: 'Read what is owed, by contact',
          default: false,
        },
        {
          scope: 'accounting.reports.trialbalance.read',
          description: 'Read the trial balance',
          default: false,
        },
      ],
    },
  ],
  api: {
    hosts: API_HOSTS,
    authorization: 'Bearer {accessToken}',
    // Without `Accept` the API answers in XML.
    headers: { 'Xero-Tenant-Id': '{tenantId}', Accept: 'application/json' },
  },
  // Missing: Xero's own server (XeroAPI/xero-mcp-server), which takes a token in XERO_CLIENT_BEARER_TOKEN. It always works on the
  // first organisation of the token, whichever the person chose.
  servers: [
    // With AUTH_MODE=gateway.
    withFact(
      headerServer({
        id: 'xero-mcp-http',
        name: 'Xero (wyre-technology/xero-mcp), self-hosted',
        provider: 'xero',
        header: 'X-Xero-Access-Token',
        value: '{accessToken}',
        apiHosts: API_HOSTS,
        binding: 'request',
        discovery: true,
        scopes: Object.keys(READS),
      }),
      { in: 'header', name: 'X-Xero-Tenant-Id', value: '{tenantId}' },
    ),
    withFact(
      spawnedServer({
        id: 'xero-mcp-stdio',
        name: 'Xero (wyre-technology/xero-mcp), spawned',
        provider: 'xero',
        variable: 'XERO_ACCESS_TOKEN',
        apiHosts: API_HOSTS,
        scopes: Object.keys(READS),
      }),
      { in: 'env', name: 'XERO_TENANT_ID', value: '{tenantId}' },
    ),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose the organisations and allow it. If there are several, choose one of them here.',
    quota: '60 calls per minute and 5,000 per day for each organisation; 10,000 per minute for the app.',
    refreshToken: 'Expires after 60 days without use.',
  },
  byo: {
    setUp: 'About 5 minutes in Xero’s developer portal.',
    testUsers: 'Anybody, but at most 5 organisations on the free tier.',
    quota: '60 calls per minute and 1,000 per day for each organisation on the free tier.',
    refreshToken: 'Expires after 60 days without use.',
    consoleUrl: 'https://developer.xero.com/app/manage',
    steps: [
      'Create an app of the type “Web app” in the developer portal.',
      'Add the redirect URI shown here.',
      'Open Configuration, copy the client id, generate a secret and copy it.',
    ],
  },
  source: {
    documents: [
      'https://developer.xero.com/documentation/guides/oauth2/auth-flow/',
      'https://developer.xero.com/documentation/guides/oauth2/tenants/',
      'https://developer.xero.com/documentation/guides/oauth2/troubleshooting/',
      'https://developer.xero.com/faq/oauth2',
      'https://developer.xero.com/faq/granular-scopes',
      'https://developer.xero.com/faq/pricing-and-policy-updates',
      'https://github.com/XeroAPI/Xero-OpenAPI/issues/585',
      'https://github.com/XeroAPI/xero-ruby/pull/125',
      'https://github.com/wyre-technology/xero-mcp/blob/main/src/index.ts',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether an app with a secret has its challenge checked: the documents name PKCE only for apps without one',
      'whether two consents of one person have refresh tokens that live apart; Xero’s staff says that tokens are per person and app',
      'what a revocation answers for a token that had ended',
      'whether the answer’s scope names offline_access; it counts as granted in both cases',
      'the address of the page of connected apps',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango sends the client’s credentials in the body by default; here they are in Authorization: Basic, as Xero documents.',
        'Nango takes the only organisation, or the one of the consent by a claim inside the access token; here a person chooses, and no token is read.',
        'Nango names no revocation; here it is the endpoint of Xero’s documentation and SDKs.',
        'Nango’s default scopes are openid and offline_access; here `email` is added for the label, and the granular scopes of 2026 for the products.',
      ],
    },
  },
};

/** `GET /connections` lists what the person allowed, organisations and practices. Anything else makes an entry unusable. */
function readTenants(answer: unknown): ReadTenant[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  return answer.flatMap((entry): ReadTenant[] => {
    const { tenantId, tenantName } = record(entry) ?? {};
    if (typeof tenantId !== 'string' || !new RegExp(TENANT_ID).test(tenantId)) return [];
    return [{ facts: { tenantId }, label: typeof tenantName === 'string' ? tenantName : tenantId }];
  });
}
