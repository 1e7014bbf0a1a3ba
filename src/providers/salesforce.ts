import { recode, record } from '../oauth/dialects.ts';
import type { Provider, SpokenAnswer } from '../oauth/provider.ts';
import { mcpServers } from './salesforce-mcp.ts';

/** A DNS label. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** Production, sandbox, and My Domain with or without its partition (`acme--uat.sandbox.my.salesforce.com`). */
const LOGIN_HOST = `^(?:login|test|${LABEL}(?:\\.${LABEL})?\\.my)\\.salesforce\\.com$`;
const INSTANCE_HOST = new RegExp(`^(?:${LABEL}\\.){1,4}salesforce\\.com$`);

/** The API's host comes with the tokens and may change at a refresh. No answer tells a lifetime. */
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
    },
  },
  oauth: {
    issuer: 'https://{loginHost}',
    authorizationEndpoint: 'https://{loginHost}/services/oauth2/authorize',
    tokenEndpoint: 'https://{loginHost}/services/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // Required of partner apps since 2026-05-11.
    pkce: 'S256',
    // Without it the org that the browser is signed in to is taken unasked.
    authorizationParameters: { prompt: 'login consent' },
    scopes: {
      parameter: 'scope',
      // `refresh_token` is what yields one; `openid` opens the account endpoint.
      always: ['openid', 'id', 'refresh_token'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: salesforceErrors },
    // The session timeout of the org: 2 hours unless its admin chose another, 15 minutes to 24 hours.
    accessTokenLifetime: 7200,
    // With Refresh Token Rotation, which partner apps must have, a replay revokes the tokens that live.
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
      // A refresh token ends its access tokens too.
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
        // A sandbox keeps the ids of the users that it was copied from.
        return { id: `${org}/${user}`, label: String(name || email || '') };
      },
    },
    connectionFacts: instanceHost,
  },
  products: [
    {
      id: 'salesforce',
      name: 'Salesforce',
      scopes: [
        {
          scope: 'api',
          description: 'Read and change all that the person can; Salesforce has no read-only scope',
          default: true,
        },
      ],
    },
    {
      id: 'mcp',
      name: 'Salesforce hosted MCP servers',
      // Not a default: a scope that the app lacks fails the whole authorization.
      scopes: [{ scope: 'mcp_api', description: 'Use Salesforce’s hosted MCP servers', default: false }],
    },
  ],
  api: { hosts: ['{instanceHost}'], authorization: 'Bearer {accessToken}' },
  servers: mcpServers,
  verified: {
    setUp:
      'Nothing to do: choose production, sandbox or My Domain and allow it. An admin may have to install the app in the org first.',
    quota: 'The org’s API calls a day, shared with its other apps.',
    refreshToken: 'Ends after 30 days without use; the sixth grant of a person ends the oldest.',
  },
  byo: {
    setUp: 'About 15 minutes in Setup, and up to 30 more until the app works.',
    quota: 'The org’s API calls a day, shared with its other apps.',
    refreshToken:
      'By the policy that you choose; the sixth grant of a person ends the oldest, without a word.',
    consoleUrl: 'https://login.salesforce.com/lightning/setup/ManageExternalClientApplication/home',
    steps: [
      'In Setup open the External Client App Manager and create a new app; Connected Apps can no longer be made.',
      'Enable OAuth and add the redirect URI shown here as callback URL.',
      'Select the scopes openid, id, api and refresh_token; mcp_api too for the hosted MCP servers.',
      'Require PKCE and the secret for web server and refresh flow. For the hosted MCP servers tick “Issue JWT-based access tokens”.',
      'Copy consumer key and consumer secret.',
    ],
  },
  source: {
    documents: [
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm',
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm',
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm',
      'https://help.salesforce.com/s/articleView?id=005316711',
      'https://github.com/forcedotcom/mcp-hosted/wiki/FAQ',
      'https://developer.salesforce.com/workshops/headless-360-workshop/explore-salesforce-hosted-mcps/1-enable-and-connect',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'orgs whose session timeout is shorter than 2 hours: their tokens end before they are refreshed',
      'host families outside salesforce.com (government, China) are refused',
      'with which code a login rate limit comes',
      'the address of the External Client App Manager',
    ],
  },
};

function members(answer: unknown): Record<string, unknown> {
  return record(answer) ?? {};
}

/** The host of `instance_url`, which must be Salesforce's (T143). An answer without one leaves the earlier. */
function instanceHost({ instance_url: url }: Record<string, unknown>): Record<string, string> | undefined {
  if (url === undefined) return {};
  const host = /^https:\/\/([^/?#]+)\/?$/.exec(String(url))?.[1]?.toLowerCase() ?? '';
  return INSTANCE_HOST.test(host) ? { instanceHost: host } : undefined;
}

/** Some of what comes as `invalid_grant` is an org's rule about addresses and hours, or a rate, and ends no grant. */
function salesforceErrors(answer: SpokenAnswer): SpokenAnswer {
  const { error, error_description: words } = members(answer.body);
  if (error !== 'invalid_grant') return answer;
  if (/ip restricted|login hours/i.test(String(words))) return recode(answer, 'org_policy');
  return /rate (limit )?exceeded/i.test(String(words)) ? recode(answer, 'rate_limit_exceeded') : answer;
}
