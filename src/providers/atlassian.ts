import { DAY_IN_SECONDS } from '../contract/durations.ts';
import type { Placement, ServerRegistration } from '../contract/servers/server-registration.ts';
import { atlassianErrors, jsonRequest, record } from '../oauth/dialects.ts';
import type { Provider, ReadTenant } from '../oauth/provider.ts';
import { headerServer, spawnedServer } from './mcp-server.ts';

/** The customer's own *.atlassian.net accepts no OAuth token. */
const API_HOSTS = ['api.atlassian.com'];
const JIRA = ['read:jira-work', 'read:jira-user'];

/** A site's id. It stands in the path of every call: /ex/jira/{cloudId}/rest/api/3 and /ex/confluence/{cloudId}/wiki/api/v2. */
const CLOUD_ID = '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** One consent covers Jira and Confluence, on every site that the person allows. */
export const atlassian: Provider = {
  id: 'atlassian',
  name: 'Atlassian',
  oauth: {
    issuer: 'https://auth.atlassian.com',
    // The metadata of the server itself, and of a path for each of its tenants, whose issuer has the path
    // (https://auth.atlassian.com/.well-known/oauth-authorization-server and …/<tenant>, 2026-11-30).
    issuerPattern: '^https://auth\\.atlassian\\.com(/[A-Za-z0-9]{1,64})?$',
    authorizationEndpoint: 'https://auth.atlassian.com/authorize',
    tokenEndpoint: 'https://auth.atlassian.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // PKCE is not documented for these apps, but accepted.
    pkce: 'S256',
    authorizationParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    scopes: {
      parameter: 'scope',
      always: ['read:me', 'offline_access'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      neverAnswered: ['offline_access'],
    },
    dialect: { request: jsonRequest, answer: atlassianErrors },
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 90 * DAY_IN_SECONDS,
    // The old refresh token still works for ten minutes, so a refresh whose answer was lost can be repeated.
    refresh: { kind: 'rotating', replay: 'safe', idleLimit: 90 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://auth.atlassian.com/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      // The server's metadata names the endpoint, but no document describes it for these apps.
      confirms: false,
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: ['invalid_token', 'invalid_grant'],
      byHandAt: 'https://id.atlassian.com/manage-profile/apps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.atlassian.com/me',
      headers: {},
      read: (answer) => {
        const { account_id: id, email, name } = record(answer) ?? {};
        const label = email ?? name;
        return typeof id === 'string' && typeof label === 'string' ? { id, label } : undefined;
      },
    },
    tenants: {
      endpoint: 'https://api.atlassian.com/oauth/token/accessible-resources',
      id: 'cloudId',
      read: readSites,
    },
    connectionFactPatterns: { cloudId: CLOUD_ID },
  },
  products: [
    {
      id: 'jira',
      name: 'Jira',
      scopes: [
        { scope: 'read:jira-work', description: 'Read issues, boards and projects', default: true },
        { scope: 'read:jira-user', description: 'See people', default: true },
        { scope: 'write:jira-work', description: 'Create and change issues', default: false },
      ],
    },
    {
      id: 'confluence',
      name: 'Confluence',
      scopes: [
        { scope: 'read:confluence-content.all', description: 'Read pages and comments', default: true },
        { scope: 'read:confluence-space.summary', description: 'List spaces', default: true },
        { scope: 'search:confluence', description: 'Search', default: true },
        { scope: 'read:page:confluence', description: 'Read pages by the v2 API', default: false },
        { scope: 'read:space:confluence', description: 'List spaces by the v2 API', default: false },
        { scope: 'write:confluence-content', description: 'Create and change pages', default: false },
      ],
    },
  ],
  api: { hosts: API_HOSTS, authorization: 'Bearer {accessToken}' },
  // mcp.atlassian.com has its own authorization server. No document says that it accepts these tokens.
  servers: [
    // mcp-atlassian with ATLASSIAN_OAUTH_ENABLE=true.
    atSite(
      { in: 'header', name: 'X-Atlassian-Cloud-Id', value: '{cloudId}' },
      headerServer({
        id: 'atlassian-mcp-http',
        name: 'Jira and Confluence (mcp-atlassian), self-hosted',
        provider: 'atlassian',
        header: 'Authorization',
        value: 'Bearer {accessToken}',
        apiHosts: API_HOSTS,
        binding: 'request',
        discovery: true,
        scopes: JIRA,
      }),
    ),
    // The operator sets JIRA_URL and CONFLUENCE_URL, the addresses of the site.
    atSite(
      { in: 'env', name: 'ATLASSIAN_OAUTH_CLOUD_ID', value: '{cloudId}' },
      spawnedServer({
        id: 'atlassian-mcp-stdio',
        name: 'Jira and Confluence (mcp-atlassian), spawned',
        provider: 'atlassian',
        variable: 'ATLASSIAN_OAUTH_ACCESS_TOKEN',
        apiHosts: API_HOSTS,
        scopes: JIRA,
      }),
    ),
  ],
  verified: {
    setUp:
      'Nothing to do. Choose the site and allow it. An admin of the site may have to allow the app first.',
    unverifiedScreen:
      'A note that Atlassian has not reviewed the app, until the Atlassian Marketplace lists it.',
    refreshToken:
      'Expires after 90 days without use, after 365 days, and when the person changes the password.',
  },
  byo: {
    setUp:
      'About 10 minutes in Atlassian’s developer console. Atlassian asks vendors not to let customers create their own apps.',
    testUsers: 'Only the app’s owner, until “Sharing” is switched on under Distribution.',
    unverifiedScreen: 'A note that Atlassian has not reviewed the app.',
    refreshToken:
      'Expires after 90 days without use, after 365 days, and when the person changes the password.',
    consoleUrl: 'https://developer.atlassian.com/console/myapps/',
    steps: [
      'Create an “OAuth 2.0 integration” in the developer console.',
      'Set the redirect URI shown here under Authorization, OAuth 2.0 (3LO). An app has one redirect URI only.',
      'Add the User identity API, the Jira API and the Confluence API under Permissions, with the scopes that you want to use.',
      'Choose “Sharing” under Distribution, so that other people can connect.',
      'Copy the client id and the secret from Settings.',
    ],
  },
  source: {
    documents: [
      'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
      'https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens/',
      'https://developer.atlassian.com/cloud/oauth/getting-started/managing-oauth-apps/',
      'https://community.developer.atlassian.com/t/the-old-access-token-will-be-revoked-during-the-refresh-token-exchange/83103',
      'https://mrrefactoring.github.io/jira.js/api/functions/index.isReauthorizationRequired.html',
      'https://developer.atlassian.com/cloud/confluence/oauth-2-3lo-apps/',
      'https://github.com/sooperset/mcp-atlassian/blob/main/docs/authentication.mdx',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether PKCE is enforced',
      'whether the limit of 365 days applies to every app',
      'whether the answer names offline_access; it counts as granted in both cases',
      'what a revocation ends',
    ],
  },
};

/** A server that also needs to know the site. */
function atSite(placement: Placement, server: ServerRegistration): ServerRegistration {
  return { ...server, placements: [...server.placements, placement] };
}

/** The sites that the person allowed. One with Jira and Confluence can stand twice in the list. */
function readSites(answer: unknown): ReadTenant[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  const sites = answer.flatMap((one) => {
    const { id, name, url } = record(one) ?? {};
    if (typeof id !== 'string' || !new RegExp(CLOUD_ID).test(id)) return [];
    const label = [name, url].filter((part) => typeof part === 'string').join(', ');
    return [{ facts: { cloudId: id }, label: label || id }];
  });
  return [...new Map(sites.map((site) => [site.facts.cloudId, site])).values()];
}
