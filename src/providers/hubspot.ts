import { inTurn, recode, record, withoutNulls } from '../oauth/dialects.ts';
import type { Provider, RevocationInput, SpokenAnswer } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { spawnedServer } from './mcp-server.ts';

/** The dated generation; v1 ends on 2027-02-16. */
const TOKEN = 'https://api.hubapi.com/oauth/2026-03/token';

const REQUIRED = ['crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.deals.read'];

/** An install is of an account (portal): connections to the same one may hold the same refresh token. */
export const hubspot: Provider = {
  id: 'hubspot',
  name: 'HubSpot',
  oauth: {
    issuer: 'https://app.hubspot.com',
    authorizationEndpoint: 'https://app.hubspot.com/oauth/authorize',
    tokenEndpoint: TOKEN,
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // `code_verifier` is in the schema of the token request; required of MCP auth apps only.
    pkce: 'S256',
    authorizationParameters: {},
    // A refresh token always comes.
    scopes: {
      parameter: 'scope',
      // Exactly what the app requires, or the authorization page refuses; the rest is optional there and here.
      always: ['oauth', ...REQUIRED],
      optionalParameter: 'optional_scope',
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: inTurn(statusAsError, withoutNulls, scopesAsScope) },
    accessTokenLifetime: 1800,
    // v1 answered the same one each time; of the dated endpoint nothing is told.
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
      // Access tokens live on to their end, half an hour at most, and the app stays installed.
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
    // npm @hubspot/mcp-server: sends its variable as a bearer. The token it was spawned with is over in half an hour.
    spawnedServer({
      id: 'hubspot-mcp-server',
      name: 'HubSpot (@hubspot/mcp-server)',
      provider: 'hubspot',
      variable: 'PRIVATE_APP_ACCESS_TOKEN',
      apiHosts: ['api.hubapi.com'],
      scopes: [],
    }),
  ],
  verified: {
    setUp:
      'Nothing to do: choose the HubSpot account and allow it. It needs the right to install apps there.',
    quota: '110 calls in 10 seconds for each account that installed the app.',
    refreshToken: 'Lasts until the app is uninstalled.',
  },
  byo: {
    setUp: 'About 20 minutes with HubSpot’s CLI. New developer accounts can only make project apps.',
    testUsers: '25 installs until the app is listed in HubSpot’s marketplace.',
    quota: '110 calls in 10 seconds for each account that installed the app.',
    unverifiedScreen: 'HubSpot tells that it has not verified the app, until it is listed.',
    refreshToken: 'Lasts until the app is uninstalled.',
    consoleUrl: 'https://developers.hubspot.com/',
    steps: [
      'Create a project with an app whose auth type is “oauth”, and upload it with the HubSpot CLI.',
      'Put the redirect URI shown here into the app’s redirectUrls.',
      'Require the scopes oauth and crm.objects.contacts.read, crm.objects.companies.read and crm.objects.deals.read, exactly these; make all others optional.',
      'Copy client id and client secret from the app’s Auth page.',
    ],
  },
  source: {
    documents: [
      'https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/v1/migration-guide',
      'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/token-introspect',
      'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/revoke-token',
      'https://developers.hubspot.com/docs-beta/oauth/tokens',
      'https://developers.hubspot.com/changelog/new-oauth-v3-api-endpoints-and-standardized-error-responses',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'whether the dated endpoint rotates refresh tokens, and what a replay does',
      'whether PKCE is enforced',
      'that access tokens outlive a revocation is told of v1 only',
      'a 2026-09 generation exists as a draft',
      'the address of the page of installed apps; the numbers of quota and installs are from memory of HubSpot’s pages',
      'mcp.hubspot.com is left out: it takes tokens of an “MCP auth app” only',
    ],
  },
};

/** A form with the client's credentials; RFC 7009 and RFC 7662 in HubSpot's hands. */
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

/** The id is the portal's, since that is what shares a grant; `user` and `hub_domain` are optional in the schema. */
function readAccount(answer: unknown) {
  const { active, hub_id: hub, user, hub_domain: domain } = answer as Record<string, unknown>;
  if (active !== true || typeof hub !== 'number') return undefined;
  const portal = typeof domain === 'string' ? domain : String(hub);
  return { id: String(hub), label: typeof user === 'string' ? `${user} (${portal})` : portal };
}

/** Old codes stand in `status`, beside the RFC's `error` since 2026, and alone before. */
const CODES: Record<string, string> = {
  BAD_REFRESH_TOKEN: 'invalid_grant',
  BAD_AUTH_CODE: 'invalid_grant',
  BAD_CLIENT_ID: 'invalid_client',
  BAD_CLIENT_SECRET: 'invalid_client',
  BAD_REDIRECT_URI: 'redirect_uri_mismatch',
  MISMATCH_REDIRECT_URI_AUTH_CODE: 'redirect_uri_mismatch',
};

function statusAsError(answer: SpokenAnswer): SpokenAnswer {
  const status = record(answer.body)?.status;
  const isKnown = typeof status === 'string' && Object.hasOwn(CODES, status);
  return answer.status >= 400 && isKnown ? recode(answer, CODES[status] as string) : answer;
}

/** Scopes come as an array, where they come. */
function scopesAsScope(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  return body && Array.isArray(body.scopes)
    ? { ...answer, body: { ...body, scope: body.scopes.join(' ') } }
    : answer;
}
