import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

const API_HOSTS = ['api.attio.com'];

/** OAuth without scopes, expiry and refresh. A token is for a whole workspace, whoever allowed it. */
export const attio: Provider = {
  id: 'attio',
  name: 'Attio',
  oauth: {
    issuer: 'https://app.attio.com',
    authorizationEndpoint: 'https://app.attio.com/authorize',
    tokenEndpoint: 'https://app.attio.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Not documented: Attio is known to take a consent with a challenge, and is not known to check it.
    pkce: 'S256',
    authorizationParameters: {},
    // The app's registration defines the scopes.
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      // A page of the reference has the endpoint, without its parameters and its answer.
      endpoint: 'https://app.attio.com/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      reach: 'token',
      tokens: ['access'],
      alreadyGone: [],
      confirms: false,
      byHandAt: 'https://app.attio.com/_/settings/apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.attio.com/v2/self',
      headers: {},
      read: readWorkspace,
      // “Returns false for invalid or expired tokens”, with status 200.
      dead: (answer) => record(answer)?.active === false,
    },
  },
  products: [{ id: 'attio', name: 'Attio', scopes: [] }],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    // npm attio-mcp of github.com/kesslerio/attio-mcp-server sends the variable as a bearer token.
    spawnedServer({
      id: 'attio-mcp',
      name: 'Attio (attio-mcp), spawned',
      provider: 'attio',
      variable: 'ATTIO_ACCESS_TOKEN',
      apiHosts: API_HOSTS,
      scopes: [],
    }),
    headerServer({
      id: 'attio-aerostack',
      name: 'Attio worker of aerostack-mcp',
      provider: 'attio',
      header: 'X-Mcp-Secret-ATTIO-ACCESS-TOKEN',
      value: '{accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: false,
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. You must be an admin of the workspace. Choose it on Attio’s page and allow it.',
    quota: '100 reads and 25 writes per second for each connection.',
    refreshToken: 'None. The access token is valid until it is revoked.',
  },
  byo: {
    setUp: 'About 5 minutes in Attio’s developer dashboard.',
    testUsers: '25 workspaces, until Attio has reviewed the app.',
    quota: '100 reads and 25 writes per second for each connection.',
    unverifiedScreen: 'A warning that Attio has not reviewed the app, until it has.',
    refreshToken: 'None. The access token is valid until it is revoked.',
    consoleUrl: 'https://build.attio.com',
    steps: [
      'Create an app, open the tab “OAuth” and switch OAuth on.',
      'Add the redirect URI shown here. It must match exactly.',
      'Select the scopes in the tab “Scopes”. Every connection gets all of them.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://docs.attio.com/docs/oauth/authorize',
      'https://docs.attio.com/docs/oauth/token',
      'https://docs.attio.com/docs/oauth/introspect',
      'https://docs.attio.com/docs/oauth/revoke',
      'https://docs.attio.com/rest-api/endpoint-reference/meta/identify',
      'https://docs.attio.com/rest-api/guides/authentication',
      'https://docs.attio.com/share/private-invites',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'the parameters and the answer of the revocation endpoint, which is asked as RFC 7009 says',
      'whether a token can have an end: `exp` is null in the answers that were seen',
      'the codes of errors at the token endpoint; a wrong code is expected to be `invalid_grant`',
      'whether mcp.attio.com accepts the token of an own app: its documentation has a sign-in of its own',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango has a refresh request; Attio’s reference knows only the grant type authorization_code, and no refresh token.',
      ],
    },
  },
};

/** The person who allowed it, in the workspace: two people's tokens of one workspace are two accounts. */
function readWorkspace(answer: unknown) {
  const {
    workspace_id: workspace,
    authorized_by_workspace_member_id: member,
    workspace_name: name,
  } = record(answer) ?? {};
  return typeof workspace === 'string' && typeof member === 'string'
    ? { id: `${workspace}/${member}`, label: typeof name === 'string' ? name : workspace }
    : undefined;
}
