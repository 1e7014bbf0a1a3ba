import { inTurn, recode, record, withoutNulls } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { spawnedServer } from './mcp-server.ts';

/** The dated API version; v1 ends on 2027-02-16. */
const TOKEN = 'https://api.hubapi.com/oauth/2026-03/token';

const REQUIRED = ['crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.deals.read'];

/**
 * The tools of @hubspot/mcp-server 0.4.0 without hubspot-get-user-details: it asks /oauth/v2/private-apps/get/access-token-info, which
 * knows only tokens of private apps.
 */
const MCP_TOOLS = [
  'batch-create-associations',
  'batch-create-objects',
  'batch-read-objects',
  'batch-update-objects',
  'create-engagement',
  'create-property',
  'generate-feedback-link',
  'get-association-definitions',
  'get-engagement',
  'get-link',
  'get-property',
  'get-schemas',
  'get-workflow',
  'list-associations',
  'list-objects',
  'list-properties',
  'list-workflows',
  'search-objects',
  'update-engagement',
  'update-property',
].map((tool) => `hubspot-${tool}`);

/** An app is installed in an account (portal). Connections to the same portal may have the same refresh token. */
export const hubspot: Provider = {
  id: 'hubspot',
  name: 'HubSpot',
  oauth: {
    issuer: 'https://app.hubspot.com',
    authorizationEndpoint: 'https://app.hubspot.com/oauth/authorize',
    tokenEndpoint: TOKEN,
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // The schema of the token request has `code_verifier`; only MCP auth apps must send it.
    pkce: 'S256',
    authorizationParameters: {},
    // Answers always contain a refresh token.
    scopes: {
      parameter: 'scope',
      // `scope` must contain exactly the scopes that the app requires; all others are optional.
      always: ['oauth', ...REQUIRED],
      optionalParameter: 'optional_scope',
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: inTurn(statusAsError, withoutNulls, scopesAsScope) },
    accessTokenLifetime: 1800,
    // v1 returned the same refresh token each time. For the dated endpoint this is not documented.
    refresh: { kind: 'sometimes', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: ['redirect_uri_mismatch'], transient: [] },
    revocation: {
      kind: 'request',
      host: 'api.hubapi.com',
      build: (input) => asClient(`${TOKEN}/revoke`, input, 'refresh_token'),
      answer: statusAsError,
      okStatus: [200, 204],
      alreadyGoneStatus: [],
      alreadyGone: ['invalid_grant', 'invalid_token'],
      // Access tokens stay valid until they expire, half an hour at most, and the app stays installed.
      confirms: false,
      reach: 'grant',
      tokens: ['refresh'],
      byHandAt: 'https://app.hubspot.com/l/integrations-settings/installed',
    },
    account: {
      kind: 'request',
      build: (input) => asClient(`${TOKEN}/introspect`, input, 'access_token'),
      read: readAccount,
    },
  },
  products: [
    {
      id: 'hubspot',
      name: 'HubSpot CRM',
      scopes: [
        { scope: 'crm.objects.contacts.read', description: 'Read contacts', default: true },
        { scope: 'crm.objects.companies.read', description: 'Read companies', default: true },
        { scope: 'crm.objects.deals.read', description: 'Read deals', default: true },
        { scope: 'crm.objects.contacts.write', description: 'Create and change contacts', default: false },
        { scope: 'crm.objects.companies.write', description: 'Create and change companies', default: false },
        { scope: 'crm.objects.deals.write', description: 'Create and change deals', default: false },
      ],
    },
  ],
  api: { hosts: ['api.hubapi.com', 'api-eu1.hubapi.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // npm @hubspot/mcp-server sends the variable as a bearer token, which expires after half an hour.
    spawnedServer({
      id: 'hubspot-mcp-server',
      name: 'HubSpot (@hubspot/mcp-server)',
      provider: 'hubspot',
      variable: 'PRIVATE_APP_ACCESS_TOKEN',
      apiHosts: ['api.hubapi.com'],
      scopes: [],
      tools: MCP_TOOLS,
    }),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose the HubSpot account and allow it. You need the right to install apps there.',
    quota: '110 calls in 10 seconds for each account that installed the app.',
    refreshToken: 'Valid until the app is uninstalled.',
  },
  byo: {
    setUp: 'About 20 minutes with HubSpot’s CLI. New developer accounts can only create project apps.',
    testUsers: '25 installations, until HubSpot’s marketplace lists the app.',
    quota: '110 calls in 10 seconds for each account that installed the app.',
    unverifiedScreen: 'A note that HubSpot has not verified the app, until the marketplace lists it.',
    refreshToken: 'Valid until the app is uninstalled.',
    consoleUrl: 'https://developers.hubspot.com/',
    steps: [
      'Create a project with an app whose auth type is “oauth”, and upload it with the HubSpot CLI.',
      'Add the redirect URI shown here to the app’s redirectUrls.',
      'Require exactly the scopes oauth, crm.objects.contacts.read, crm.objects.companies.read and crm.objects.deals.read. Make all others optional.',
      'Copy the client id and the client secret from the app’s Auth page.',
    ],
  },
  source: {
    documents: [
      'https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/v1/migration-guide',
      'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/token-introspect',
      'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/revoke-token',
      'https://developers.hubspot.com/docs-beta/oauth/tokens',
      'https://developers.hubspot.com/changelog/new-oauth-v3-api-endpoints-and-standardized-error-responses',
      'https://www.npmjs.com/package/@hubspot/mcp-server',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the dated endpoint rotates refresh tokens, and what a replay does',
      'whether PKCE is enforced',
      'whether access tokens stay valid after a revocation: only v1 documents it',
      'what the version 2026-09, which is a draft, changes',
      'the address of the page of installed apps, and the numbers of the quota and the installations, which no document here confirms',
      'whether the token of such an app works at mcp.hubspot.com, which is for “MCP auth apps”: see hubspot-mcp',
    ],
  },
};

/** A form with the client's credentials, for HubSpot's versions of RFC 7009 (revocation) and RFC 7662 (introspection). */
function asClient(url: string, input: RevocationInput, hint: string): ProviderRequest {
  const { clientId, clientSecret, token } = input;
  const form = { client_id: clientId, client_secret: clientSecret, token, token_type_hint: hint };
  return {
    url,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
}

/** The id is the portal's, because a portal has one grant. `user` and `hub_domain` are optional in the schema. */
function readAccount(answer: unknown) {
  const { active, hub_id: hub, user, hub_domain: domain } = answer as Record<string, unknown>;
  if (active !== true || typeof hub !== 'number') return undefined;
  const portal = typeof domain === 'string' ? domain : String(hub);
  return { id: String(hub), label: typeof user === 'string' ? `${user} (${portal})` : portal };
}

/** HubSpot's old error codes are in `status`. Since 2026 answers also have the RFC's `error`. */
const CODES: Record<string, string> = {
  BAD_REFRESH_TOKEN: 'invalid_grant',
  BAD_AUTH_CODE: 'invalid_grant',
  BAD_CLIENT_ID: 'invalid_client',
  BAD_CLIENT_SECRET: 'invalid_client',
  BAD_REDIRECT_URI: 'redirect_uri_mismatch',
  MISMATCH_REDIRECT_URI_AUTH_CODE: 'redirect_uri_mismatch',
};

export function statusAsError(answer: ParsedAnswer): ParsedAnswer {
  const status = record(answer.body)?.status;
  const isKnown = typeof status === 'string' && Object.hasOwn(CODES, status);
  return answer.status >= 400 && isKnown ? recode(answer, CODES[status] as string) : answer;
}

/** Joins the array `scopes`, if the answer has one, into `scope`. */
export function scopesAsScope(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  return body && Array.isArray(body.scopes)
    ? { ...answer, body: { ...body, scope: body.scopes.join(' ') } }
    : answer;
}
