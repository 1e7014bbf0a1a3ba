import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { headerServer } from './mcp-server.ts';

/** The codes in `ECODE` (https://developer.clickup.com/docs/common_errors) that say whose fault it is. */
const CODES: Record<string, string> = {
  // The redirect URI is not the app's.
  OAUTH_007: 'invalid_client',
  OAUTH_010: 'invalid_client',
  OAUTH_011: 'invalid_client',
  OAUTH_014: 'invalid_grant',
};

/** OAuth without scopes, expiry, refresh and revocation. A person chooses the workspaces at the consent. */
export const clickup: Provider = {
  id: 'clickup',
  name: 'ClickUp',
  oauth: {
    issuer: 'https://app.clickup.com',
    authorizationEndpoint: 'https://app.clickup.com/api',
    tokenEndpoint: 'https://api.clickup.com/api/v2/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Not documented: ClickUp is known to take a consent with a challenge, and is not known to check it.
    pkce: 'S256',
    authorizationParameters: {},
    // A token may do what the person may do.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: clickupErrors },
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://app.clickup.com/settings/apps' },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.clickup.com/api/v2/user',
      headers: {},
      read: (answer) => {
        const { id, email, username } = record(record(answer)?.user) ?? {};
        return Number.isSafeInteger(id)
          ? { id: String(id), label: String(email || username || '') }
          : undefined;
      },
    },
  },
  products: [{ id: 'clickup', name: 'ClickUp', scopes: [] }],
  // A personal token would be sent without `Bearer`.
  api: { hosts: ['api.clickup.com'], authorization: 'Bearer {accessToken}' },
  servers: [
    // mcp-clickup of github.com/aerostackdev/aerostack-mcp sends the header's value as it is.
    headerServer({
      id: 'clickup-aerostack',
      name: 'ClickUp worker of aerostack-mcp',
      provider: 'clickup',
      header: 'X-Mcp-Secret-CLICKUP-API-TOKEN',
      value: 'Bearer {accessToken}',
      apiHosts: ['api.clickup.com'],
      binding: 'request',
      discovery: false,
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose the workspaces on ClickUp’s page and allow it.',
    quota: '100 to 10,000 calls per minute for each connection, depending on the workspace’s plan.',
    refreshToken: 'None. The access token is valid until the person withdraws it.',
  },
  byo: {
    setUp: 'About 3 minutes in ClickUp’s settings. You must be an owner or an admin of the workspace.',
    quota: '100 to 10,000 calls per minute for each connection, depending on the workspace’s plan.',
    refreshToken: 'None. The access token is valid until the person withdraws it.',
    consoleUrl: 'https://app.clickup.com/settings/apps',
    steps: [
      'Open Settings, “ClickUp API”, and choose “Create an App”.',
      'Enter a name and the redirect URI shown here.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developer.clickup.com/docs/authentication',
      'https://developer.clickup.com/reference/getaccesstoken',
      'https://developer.clickup.com/docs/common_errors',
      'https://developer.clickup.com/docs/rate-limits',
      'https://help.clickup.com/hc/en-us/articles/6303426241687-Use-the-ClickUp-API',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'the codes for a spent code and for a wrong secret, which programs report and the page of errors does not list',
      'whether the exchange takes a form, as programs in production send it: the reference shows JSON, and an older one the query',
      'whether mcp.clickup.com accepts the token of an own app: its documentation has a sign-in of its own',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [],
    },
  },
};

/** Errors have the members `err`, for people, and `ECODE`. */
function clickupErrors(answer: ParsedAnswer): ParsedAnswer {
  const code = record(answer.body)?.ECODE;
  const known = typeof code === 'string' && Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return known === undefined ? answer : recode(answer, known);
}
