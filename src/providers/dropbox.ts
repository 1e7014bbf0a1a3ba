import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { headerServer, remoteServer } from './mcp-server.ts';

const API_HOSTS = ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com'];

/** The refresh token does not expire. It is revoked with a valid access token of it. */
export const dropbox: Provider = {
  id: 'dropbox',
  name: 'Dropbox',
  oauth: {
    issuer: 'https://www.dropbox.com',
    authorizationEndpoint: 'https://www.dropbox.com/oauth2/authorize',
    tokenEndpoint: 'https://api.dropboxapi.com/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    // Dropbox returns a refresh token only with this parameter.
    authorizationParameters: { token_access_type: 'offline' },
    scopes: {
      parameter: 'scope',
      // Without any scope in the request, Dropbox grants all scopes of the app.
      always: ['account_info.read'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    accessTokenLifetime: 14_400,
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'request',
      host: 'api.dropboxapi.com',
      // The endpoint has no arguments, so it accepts no body or the JSON text null.
      build: ({ token }) => ({
        url: 'https://api.dropboxapi.com/2/auth/token/revoke',
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      }),
      answer: errorTag,
      okStatus: [200],
      alreadyGoneStatus: [],
      // Not `expired_access_token`: the refresh token of an expired access token is still valid.
      alreadyGone: ['invalid_access_token'],
      // Ends the access token, its refresh token, and all other access tokens of that refresh token.
      reach: 'token',
      tokens: ['access'],
      needs: 'live-access-token',
      confirms: true,
      byHandAt: 'https://www.dropbox.com/account/connected_apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.dropboxapi.com/2/users/get_current_account',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'null',
      read: (answer) => {
        const { account_id: id, email, name } = record(answer) ?? {};
        const label = [email, record(name)?.display_name].find((value) => typeof value === 'string');
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
  },
  products: [
    {
      id: 'dropbox',
      name: 'Dropbox',
      scopes: [
        { scope: 'files.metadata.read', description: 'See names and dates of files', default: true },
        { scope: 'files.content.read', description: 'Read files', default: true },
        { scope: 'sharing.read', description: 'See who files are shared with', default: false },
        { scope: 'files.content.write', description: 'Upload, change and delete files', default: false },
        { scope: 'sharing.write', description: 'Share files', default: false },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  servers: [
    remoteServer({
      id: 'dropbox-mcp',
      name: 'Dropbox',
      provider: 'dropbox',
      url: 'https://mcp.dropbox.com/mcp',
      scopes: ['files.metadata.read', 'files.content.read'],
    }),
    // The worker of aerostackdev/aerostack-mcp takes the token without a scheme in its own header, and only for tool calls.
    headerServer({
      id: 'dropbox-aerostack',
      name: 'Dropbox worker of aerostack-mcp',
      provider: 'dropbox',
      header: 'X-Mcp-Secret-DROPBOX-ACCESS-TOKEN',
      value: '{accessToken}',
      apiHosts: API_HOSTS,
      binding: 'request',
      discovery: false,
      scopes: ['files.metadata.read', 'files.content.read'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'Counted for each app and person; the limits are not published.',
    refreshToken: 'Valid until it is revoked.',
  },
  byo: {
    setUp: 'About 3 minutes in Dropbox’s app console.',
    testUsers: '50 people. After that Dropbox must approve the app for production within two weeks.',
    quota: 'Counted for each app and person; the limits are not published.',
    refreshToken: 'Valid until it is revoked.',
    consoleUrl: 'https://www.dropbox.com/developers/apps',
    steps: [
      'Choose “Create app”, “Scoped access”, then full Dropbox or one folder. This choice cannot be changed later.',
      'Select every scope that you want to use under “Permissions”, and submit.',
      'Add the redirect URI shown here under “OAuth 2”.',
      'Copy the app key (client id) and the app secret.',
    ],
  },
  source: {
    documents: [
      'https://www.dropbox.com/developers/documentation/http/documentation',
      'https://developers.dropbox.com/oauth-guide',
      'https://dropbox.tech/developers/using-oauth-2-0-with-offline-access',
      'https://help.dropbox.com/integrations/connect-dropbox-mcp-server',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: ['whether mcp.dropbox.com accepts an ordinary app’s token: only third parties say so'],
  },
};

/** Reads the error code of an API error, `{"error_summary":…,"error":{".tag":"invalid_access_token"}}`. */
function errorTag(answer: ParsedAnswer): ParsedAnswer {
  const tag = record(record(answer.body)?.error)?.['.tag'];
  return typeof tag === 'string' ? recode(answer, tag) : answer;
}
