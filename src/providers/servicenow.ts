import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

const HOST = '{instance}.service-now.com';

/** Each instance has its own host and its own clients, so there is no app for everybody. */
export const servicenow: Provider = {
  id: 'servicenow',
  name: 'ServiceNow',
  variables: {
    // Of the app, because a client is registered at one instance.
    instance: {
      label: 'Name of your ServiceNow instance',
      example: 'acme',
      // Exactly one label: a dot, a slash or a port could name a host outside service-now.com (T143).
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
      of: 'app',
    },
  },
  oauth: {
    issuer: `https://${HOST}`,
    authorizationEndpoint: `https://${HOST}/oauth_auth.do`,
    tokenEndpoint: `https://${HOST}/oauth_token.do`,
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Documented for public clients. It is checked for the others too if it is sent.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    // Settings of the client; these are the defaults.
    accessTokenLifetime: 1800,
    refreshTokenLifetime: 100 * DAY_IN_SECONDS,
    // Until it expires, every request returns the current refresh token.
    refresh: { kind: 'reusable', replay: 'safe' },
    // A 401 with `server_error` and “access_denied” may be a wrong client as well as an ended token, so it ends no connection.
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: `https://${HOST}/oauth_revoke.do`,
      clientAuthentication: 'as-token-endpoint',
      reach: 'token',
      tokens: ['refresh', 'access'],
      alreadyGone: ['invalid_token'],
      // Named as the revocation URL for clients, but its answers are not documented.
      confirms: false,
      byHandAt: `https://${HOST}/oauth_credential_list.do`,
    },
    account: {
      kind: 'endpoint',
      endpoint: `https://${HOST}/api/now/ui/user/current_user`,
      headers: {},
      read: (answer) => {
        const { user_sys_id: id, user_name: name } = record(record(answer)?.result) ?? {};
        return typeof id === 'string' && typeof name === 'string' ? { id, label: name } : undefined;
      },
    },
  },
  products: [
    {
      id: 'servicenow',
      name: 'ServiceNow',
      scopes: [
        {
          scope: 'useraccount',
          description: 'Read and change everything that the person can; ServiceNow has no read-only scope',
          default: true,
        },
      ],
    },
    {
      id: 'mcp',
      name: 'ServiceNow MCP Server',
      // Not a default: not every instance has it.
      scopes: [{ scope: 'mcp_server', description: 'Use the MCP servers of the instance', default: false }],
    },
  ],
  api: { hosts: [HOST], authorization: 'Bearer {accessToken}' },
  servers: [
    // The server that each instance with the MCP Server Console has. Others are below the same path.
    {
      id: 'servicenow-quickstart',
      name: 'ServiceNow Quickstart Server',
      provider: 'servicenow',
      url: `https://${HOST}/sncapps/mcp-server/mcp/sn_mcp_server_default`,
      allowedHosts: [HOST],
      placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
      removeHeaders: ['Authorization', 'Cookie'],
      binding: 'request',
      discovery: true,
      scopes: ['mcp_server'],
    },
  ],
  verified: {
    setUp: 'Not possible: each instance has its own clients. An admin registers an app of the workspace.',
    refreshToken: 'Expires 100 days after the consent, unless the client has another lifespan.',
  },
  byo: {
    setUp: 'About 10 minutes in your instance, with the role oauth_admin.',
    quota: 'The rate limit rules of the instance.',
    refreshToken: 'Expires 100 days after the consent, unless the client has another lifespan.',
    consoleUrl:
      'https://www.servicenow.com/docs/r/platform-security/authentication/configure-an-oauth-authorization-code-grant.html',
    steps: [
      'Open Machine Identity Console, Inbound integrations, New integration, “OAuth - Authorization code grant”.',
      'Add the redirect URI shown here as the redirect URL. Leave “This is a public client” clear.',
      'Clear “Allow access only to APIs in selected scope”, or select scopes that include the APIs that you want to use.',
      'For MCP servers select the token format “JWT”.',
      'Save, and copy the client id and the client secret. Enter the name of the instance here.',
    ],
  },
  source: {
    documents: [
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/platform-security/authentication/authorization-workflow.md',
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/platform-security/authentication/configure-an-oauth-authorization-code-grant.md',
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/platform-security/authentication/r_OAuthAPIRequestParameters.md',
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/platform-security/authentication/r_OAuthAPIResponseParameters.md',
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/platform-security/authentication/t_RevokeOAuthToken.md',
      'https://github.com/ServiceNow/ServiceNowDocs/blob/australia/markdown/intelligent-experiences/connect-mcp-server-client.md',
      'https://github.com/demisto/content-docs/issues/1301',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'the account endpoint, which ServiceNow’s own pages use and no document describes',
      'whether `state` must be repeated in the token request, as one document says: no client was found that does',
      'the answers of oauth_revoke.do; another document has oauth_revoke_token.do with the token in the URL',
      'the error of a refresh token that has ended: it may be the same 401 with `server_error` as that of a wrong client, which is tried again',
      'instances with a custom URL outside service-now.com, and government instances',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango takes any host of an instance: here it is a label below service-now.com, because the client secret goes there.',
        'Nango names no scope: ServiceNow’s document requires one, and `useraccount` is the one of every client.',
      ],
    },
  },
};
