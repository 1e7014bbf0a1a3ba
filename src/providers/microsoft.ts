import { inTurn, recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

const GRAPH = 'https://graph.microsoft.com/';
const API_HOSTS = ['graph.microsoft.com'];
const DNS_LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const GUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** One connection to Microsoft Graph, which Outlook, OneDrive and Teams share. */
export const microsoft: Provider = {
  id: 'microsoft',
  name: 'Microsoft',
  variables: {
    // The tenant is a segment of the path, so every value stays at login.microsoftonline.com.
    tenant: {
      label: 'Tenant: its id or one of its verified domains',
      example: 'contoso.onmicrosoft.com',
      pattern: `^(common|organizations|consumers|${GUID}|(${DNS_LABEL}\\.)+[a-z]{2,63})$`,
      default: 'common',
      of: 'app',
      // Ids of accounts are GUIDs, unique over all tenants.
      isOfAccount: false,
    },
  },
  oauth: {
    // With `common`, tokens contain the id of the real tenant. No callback had `iss`.
    issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
    // One issuer for each tenant, whichever tenant was asked: “https://login.microsoftonline.com/{tenantid}/v2.0” in the metadata
    // of `common` (https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration, 2026-11-30).
    issuerPattern: `^https://login\\.microsoftonline\\.com/${GUID}/v2\\.0$`,
    authorizationEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    // A refresh must go to the tenant of the consent.
    tokenEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    // Without this prompt a signed-in person could not connect a second account.
    authorizationParameters: { response_mode: 'query', prompt: 'select_account' },
    scopes: {
      parameter: 'scope',
      // No `openid`, because Graph names the account. All scopes of a request must belong to one resource.
      always: ['offline_access', 'User.Read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['offline_access'],
    },
    dialect: { answer: inTurn(shortScopes, temporaryNumbers) },
    accessTokenLifetime: 3599,
    refreshTokenLifetime: 90 * 24 * 3600,
    // “Doesn't revoke old refresh tokens when used to fetch new access tokens.”
    refresh: { kind: 'rotating', replay: 'safe' },
    errors: {
      // A person must sign in again: a second factor, conditional access, or a withdrawn consent.
      deadGrant: ['interaction_required', 'consent_required', 'login_required'],
      configuration: ['invalid_resource', 'unsupported_response_type'],
      transient: [],
    },
    // Graph's revokeSignInSessions would end all sessions of the person in all applications.
    revocation: { kind: 'none', byHandAt: 'https://myapps.microsoft.com/' },
    account: {
      kind: 'endpoint',
      endpoint: `${GRAPH}v1.0/me`,
      headers: {},
      read: (answer) => {
        const { id, userPrincipalName, mail, displayName } = record(answer) ?? {};
        const label = [userPrincipalName, mail, displayName].find((value) => typeof value === 'string');
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'outlook',
      name: 'Outlook',
      scopes: [
        { scope: 'Mail.Read', description: 'Read mail', default: true },
        { scope: 'Calendars.Read', description: 'Read calendars', default: true },
        { scope: 'Mail.Send', description: 'Send mail', default: false },
        { scope: 'Mail.ReadWrite', description: 'Read, change and delete mail', default: false },
        { scope: 'Calendars.ReadWrite', description: 'Read and change calendars', default: false },
      ],
    },
    {
      id: 'onedrive',
      name: 'OneDrive',
      scopes: [
        { scope: 'Files.Read', description: 'Read files', default: true },
        { scope: 'Files.ReadWrite', description: 'Read, change and delete files', default: false },
      ],
    },
    {
      id: 'teams',
      name: 'Teams (work and school accounts)',
      scopes: [
        { scope: 'Team.ReadBasic.All', description: 'See names of teams', default: true },
        { scope: 'Channel.ReadBasic.All', description: 'See names of channels', default: true },
        { scope: 'Chat.Read', description: 'Read chats', default: true },
        { scope: 'ChatMessage.Send', description: 'Send chat messages', default: false },
        { scope: 'ChannelMessage.Send', description: 'Send messages to channels', default: false },
        {
          scope: 'ChannelMessage.Read.All',
          description: 'Read messages in channels; an administrator must allow it',
          default: false,
        },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    // mcp.svc.cloud.microsoft requires tokens of its own audience and refuses Graph's.
    spawnedServer({
      id: 'microsoft-365-stdio',
      name: 'Microsoft 365 (Softeria)',
      provider: 'microsoft',
      variable: 'MS365_MCP_OAUTH_TOKEN',
      apiHosts: API_HOSTS,
      scopes: [],
    }),
    headerServer({
      id: 'microsoft-365-http',
      name: 'Microsoft 365 (Softeria, --http)',
      provider: 'microsoft',
      header: 'Authorization',
      value: 'Bearer {accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: true,
      scopes: [],
    }),
    aerostack('outlook', 'Outlook worker of aerostack-mcp', ['Mail.Read']),
    aerostack('graph', 'Microsoft Graph worker of aerostack-mcp', []),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose what to connect and allow it. In some organisations an administrator must allow it first.',
    quota: 'Counted for each app and tenant.',
    refreshToken: 'Expires after 90 days without a refresh. Every refresh returns a new one.',
  },
  byo: {
    setUp: 'About 10 minutes in the Entra admin centre.',
    testUsers: 'With a single-tenant app, only members of its own tenant.',
    quota: 'Counted for each app and tenant.',
    unverifiedScreen:
      '“unverified” below the app’s name, until the publisher is verified. In most tenants an administrator must allow such an app.',
    refreshToken:
      'Expires after 90 days without a refresh, or after 24 hours if the redirect URI has the type SPA.',
    consoleUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
    steps: [
      'Choose App registrations, New registration. For an app of one organisation, enter its tenant here.',
      'Add the redirect URI shown here under the platform “Web”, not “Single-page application”.',
      'Add the delegated Microsoft Graph permissions that you want to use.',
      'Create a client secret and note its expiry, 24 months at most. After that connections can no longer be refreshed.',
    ],
  },
  source: {
    documents: [
      'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow',
      'https://learn.microsoft.com/entra/identity-platform/refresh-tokens',
      'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
      'https://github.com/softeria/ms-365-mcp-server',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'which AADSTS numbers of invalid_grant are temporary: all except two count as the end of the grant',
      'what happens when a personal account is asked for scopes of Teams',
    ],
  },
};

/** Removes the prefix that the answer may put before Graph's scopes. */
function shortScopes(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (typeof body?.scope !== 'string') return answer;
  return { ...answer, body: { ...body, scope: body.scope.replaceAll(GRAPH, '') } };
}

/** Recodes AADSTS90033 (directory unavailable) and 50196 (too many equal requests), whose `error` may be `invalid_grant`. */
function temporaryNumbers(answer: ParsedAnswer): ParsedAnswer {
  const { error_codes: numbers } = record(answer.body) ?? {};
  const isTemporary =
    Array.isArray(numbers) && numbers.some((number) => number === 90033 || number === 50196);
  return isTemporary ? recode(answer, 'temporarily_unavailable') : answer;
}

/** A worker of aerostackdev/aerostack-mcp. It takes the token without a scheme in its own header, and only for tool calls. */
function aerostack(product: string, name: string, scopes: string[]) {
  return headerServer({
    id: `microsoft-${product}-aerostack`,
    name,
    provider: 'microsoft',
    header: 'X-Mcp-Secret-MICROSOFT-ACCESS-TOKEN',
    value: '{accessToken}',
    apiHosts: API_HOSTS,
    binding: 'request',
    discovery: false,
    scopes,
  });
}
