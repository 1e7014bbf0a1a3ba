import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

/** OAuth without scopes, expiry and refresh. A workspace's data and hosts are in one region. */
export const intercom: Provider = {
  id: 'intercom',
  name: 'Intercom',
  variables: {
    region: {
      label: 'Region of the workspace: us, eu or au',
      example: 'eu',
      pattern: '^(us|eu|au)$',
      default: 'us',
      derives: {
        us: { appHost: 'app.intercom.com', apiHost: 'api.intercom.io', mcpHostUs: 'mcp.intercom.com' },
        eu: {
          appHost: 'app.eu.intercom.com',
          apiHost: 'api.eu.intercom.io',
          mcpHostEu: 'mcp.eu.intercom.com',
        },
        // There is no MCP server for Australia.
        au: { appHost: 'app.au.intercom.com', apiHost: 'api.au.intercom.io' },
      },
      of: 'connection',
    },
  },
  oauth: {
    issuer: 'https://{appHost}',
    authorizationEndpoint: 'https://{appHost}/oauth',
    tokenEndpoint: 'https://{apiHost}/auth/eagle/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Intercom accepts the parameters but does not check them.
    pkce: 'S256',
    authorizationParameters: {},
    // The app's registration defines the permissions.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    // Both are 401 with a list of errors that names `unauthorized`.
    refusesAlike: true,
    revocation: {
      kind: 'request',
      host: '{apiHost}',
      build: ({ token, variables }) => ({
        url: `https://${variables.apiHost}/auth/uninstall`,
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      }),
      okStatus: [200],
      // The error is `unauthorized`, `token_revoked` or `token_not_found`.
      alreadyGoneStatus: [401],
      alreadyGone: [],
      // Uninstalls the app, which ends all of its tokens in this workspace.
      reach: 'app',
      tokens: ['access'],
      confirms: true,
      byHandAt: 'https://{appHost}/a/apps/_/appstore',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{apiHost}/me',
      headers: { 'intercom-version': '2.14' },
      read: readWorkspace,
    },
  },
  products: [{ id: 'intercom', name: 'Intercom', scopes: [] }],
  api: {
    hosts: ['{apiHost}'],
    authorization: 'Bearer {accessToken}',
    // Without it Intercom uses the version in the app's settings.
    headers: { 'Intercom-Version': '2.14', Accept: 'application/json' },
  },
  servers: [
    mcpServer('intercom-mcp', 'Intercom (US)', 'mcp.intercom.com', '{mcpHostUs}'),
    mcpServer('intercom-mcp-eu', 'Intercom (EU)', 'mcp.eu.intercom.com', '{mcpHostEu}'),
  ],
  verified: {
    setUp: 'Choose the region of your workspace and allow the app.',
    quota: '10,000 requests per minute for the app, 25,000 for the workspace.',
    refreshToken: 'None. The access token is valid until the app is uninstalled.',
  },
  byo: {
    setUp: 'About 5 minutes in Intercom’s Developer Hub.',
    testUsers:
      'The workspaces of the app’s owner, until Intercom has reviewed the app, and only in its own region.',
    quota: '10,000 requests per minute for the app, 25,000 for the workspace.',
    refreshToken: 'None. The access token is valid until the app is uninstalled.',
    consoleUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
    steps: [
      'Choose “New app” in the Developer Hub of a workspace. For the EU and Australia it must be in your region.',
      'Under “Authentication”, tick “Use OAuth” and add the redirect URI shown here.',
      'Select the permissions that you want to use. Every connection gets all of them.',
      'Copy the client id and the secret from “Basic information”.',
    ],
  },
  source: {
    documents: [
      'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
      'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/installing-uninstalling-apps/',
      'https://developers.intercom.com/docs/guides/mcp',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'whether one app can connect workspaces of all regions, and whether the US hosts work for all of them',
      'the error for an expired or wrong code; any 4xx counts as a fault of the app’s settings',
    ],
  },
};

/** The token belongs to the workspace, so the id is the workspace's. The label also names the person. */
function readWorkspace(answer: unknown) {
  const { email, app } = record(answer) ?? {};
  const { id_code: id, name } = record(app) ?? {};
  if (typeof id !== 'string' || typeof email !== 'string') return undefined;
  return { id, label: typeof name === 'string' ? `${email}, ${name}` : email };
}

/** A variable of the region names the allowed host, so that a token of another region is not sent there. */
function mcpServer(id: string, name: string, host: string, allowed: string) {
  const server = remoteServer({ id, name, provider: 'intercom', url: `https://${host}/mcp`, scopes: [] });
  return { ...server, allowedHosts: [allowed] };
}
