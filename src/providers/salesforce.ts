import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { MCP_ORG, mcpOrg, mcpServers } from './salesforce-mcp.ts';

/** A DNS label. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** Production, sandbox, and My Domain with or without its partition (`acme--uat.sandbox.my.salesforce.com`). */
const LOGIN_HOST = `^(?:login|test|${LABEL}(?:\\.${LABEL})?\\.my)\\.salesforce\\.com$`;
const INSTANCE_HOST = `^(?:${LABEL}\\.){1,4}salesforce\\.com$`;

/** The token answer names the API's host, which may change at a refresh. No answer has `expires_in`. */
export const salesforce: Provider = {
  id: 'salesforce',
  name: 'Salesforce',
  variables: {
    loginHost: {
      label: 'Login host: production, test.salesforce.com for a sandbox, or your My Domain',
      example: 'acme.my.salesforce.com',
      pattern: LOGIN_HOST,
      default: 'login.salesforce.com',
      of: 'connection',
      // The account's id has the org's id in it.
      isOfAccount: false,
    },
  },
  oauth: {
    issuer: 'https://{loginHost}',
    // A My Domain has its own issuer, and a person who signs in at login.salesforce.com is sent on to theirs
    // (https://login.salesforce.com/.well-known/openid-configuration, and that of a My Domain, 2026-11-30).
    issuerPattern: '^https://(login|test|[a-z0-9-]+(\\.[a-z0-9-]+)?\\.my)\\.salesforce\\.com$',
    authorizationEndpoint: 'https://{loginHost}/services/oauth2/authorize',
    tokenEndpoint: 'https://{loginHost}/services/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required for partner apps since 2026-05-11.
    pkce: 'S256',
    // Without this prompt Salesforce uses the org in which the browser is signed in.
    authorizationParameters: { prompt: 'login consent' },
    scopes: {
      parameter: 'scope',
      // `refresh_token` is needed for a refresh token, `openid` for the account endpoint.
      always: ['openid', 'id', 'refresh_token'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: salesforceErrors },
    // The session timeout of the org. The default is 2 hours; an admin can set 15 minutes to 24 hours.
    accessTokenLifetime: 7200,
    // With Refresh Token Rotation, which partner apps must use, a replay revokes the current tokens.
    refresh: { kind: 'sometimes', replay: 'kills-family', idleLimit: 30 * 24 * 3600 },
    errors: {
      deadGrant: ['inactive_user', 'OAUTH_APP_ACCESS_DENIED'],
      configuration: [
        'invalid_client_id',
        'invalid_client_credentials',
        'redirect_uri_mismatch',
        'inactive_org',
        'OAUTH_APP_BLOCKED',
        'org_policy',
      ],
      transient: ['unknown_error', 'rate_limit_exceeded'],
    },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://{loginHost}/services/oauth2/revoke',
      clientAuthentication: 'none',
      // Revoking a refresh token also ends its access tokens.
      reach: 'token',
      tokens: ['refresh'],
      alreadyGone: ['invalid_token'],
      confirms: true,
      byHandAt: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{loginHost}/services/oauth2/userinfo',
      headers: {},
      read: (answer) => {
        const { user_id: user, organization_id: org, preferred_username: name, email } = members(answer);
        if (typeof user !== 'string' || typeof org !== 'string') return undefined;
        // A sandbox copies the user ids of its production org, so the org's id is needed too.
        return { id: `${org}/${user}`, label: String(name || email || '') };
      },
    },
    connectionFacts: instanceFacts,
    connectionFactPatterns: { instanceHost: INSTANCE_HOST, mcpOrg: MCP_ORG },
  },
  products: [
    {
      id: 'salesforce',
      name: 'Salesforce',
      scopes: [
        {
          scope: 'api',
          description: 'Read and change everything that the person can; Salesforce has no read-only scope',
          default: true,
        },
      ],
    },
    {
      id: 'mcp',
      name: 'Salesforce hosted MCP servers',
      // Not a default: if the app does not have the scope, the whole authorization fails.
      scopes: [{ scope: 'mcp_api', description: 'Use Salesforce’s hosted MCP servers', default: false }],
    },
  ],
  api: { hosts: ['{instanceHost}'], authorization: 'Bearer {accessToken}' },
  servers: mcpServers,
  verified: {
    setUp:
      'Nothing to do. Choose production, sandbox or My Domain and allow it. An admin may have to install the app in the org first.',
    quota: 'The org’s API calls per day, shared with its other apps.',
    refreshToken: 'Expires after 30 days without use. The sixth grant of a person ends the oldest.',
  },
  byo: {
    setUp: 'About 15 minutes in Setup, and up to 30 minutes until the app works.',
    quota: 'The org’s API calls per day, shared with its other apps.',
    refreshToken:
      'Depends on the policy that you choose. The sixth grant of a person ends the oldest without a notice.',
    consoleUrl: 'https://login.salesforce.com/lightning/setup/ManageExternalClientApplication/home',
    steps: [
      'Open the External Client App Manager in Setup and create a new app. Connected Apps can no longer be created.',
      'Enable OAuth and add the redirect URI shown here as the callback URL.',
      'Select the scopes openid, id, api and refresh_token. For the hosted MCP servers also select mcp_api.',
      'Require PKCE, and the secret for the web server flow and the refresh flow. For the hosted MCP servers select “Issue JWT-based access tokens”.',
      'Copy the consumer key and the consumer secret.',
    ],
  },
  source: {
    documents: [
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm',
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm',
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm',
      'https://help.salesforce.com/s/articleView?id=005316711',
      'https://github.com/forcedotcom/mcp-hosted/wiki/FAQ',
      'https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/server-urls.html',
      'https://developer.salesforce.com/workshops/headless-360-workshop/explore-salesforce-hosted-mcps/1-enable-and-connect',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'the addresses of MCP servers of orgs that are neither production, sandbox nor Developer Edition, such as scratch orgs',
      'how many orgs have a session timeout below 2 hours: their tokens expire before they are refreshed',
      'hosts outside salesforce.com (government, China), which are refused',
      'the error code of a login rate limit',
      'the address of the External Client App Manager',
    ],
  },
};

function members(answer: unknown): Record<string, unknown> {
  return record(answer) ?? {};
}

/**
 * The host of `instance_url`, which must be one of Salesforce (T143), and the org for the addresses of its MCP servers. Without
 * `instance_url` the earlier facts are kept.
 */
function instanceFacts({ instance_url: url }: Record<string, unknown>): Record<string, string> | undefined {
  if (url === undefined) return {};
  const host = /^https:\/\/([^/?#]+)\/?$/.exec(String(url))?.[1]?.toLowerCase() ?? '';
  if (!new RegExp(INSTANCE_HOST).test(host)) return undefined;
  const org = mcpOrg(host);
  return { instanceHost: host, ...(org !== undefined && { mcpOrg: org }) };
}

/**
 * Recodes `invalid_grant` answers that do not end the grant: an org's rule about IP addresses or login hours, or a rate
 * limit.
 */
function salesforceErrors(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = members(answer.body);
  if (error !== 'invalid_grant') return answer;
  if (/ip restricted|login hours/i.test(String(words))) return recode(answer, 'org_policy');
  return /rate (limit )?exceeded/i.test(String(words)) ? recode(answer, 'rate_limit_exceeded') : answer;
}
