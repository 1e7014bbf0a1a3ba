import type { Provider } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** At least two labels (RFC 1123), the last one not a number. IP addresses, single names, ports and paths do not match. */
const HOST_PATTERN =
  '^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$';

/** gitlab.com, or the instance of a workspace's own app. A refresh also ends the old access token. */
export const gitlab: Provider = {
  id: 'gitlab',
  name: 'GitLab',
  variables: {
    host: {
      label: 'GitLab host',
      example: 'gitlab.example.com',
      pattern: HOST_PATTERN,
      default: 'gitlab.com',
      // An app is registered at one instance, so its secret must go to no other (T018).
      of: 'app',
    },
  },
  oauth: {
    issuer: 'https://{host}',
    authorizationEndpoint: 'https://{host}/oauth/authorize',
    tokenEndpoint: 'https://{host}/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    // The documented refresh request has it. Without it GitLab may answer `invalid_grant`, as if the grant had ended.
    refreshParameters: { redirect_uri: '{redirectUri}' },
    scopes: {
      parameter: 'scope',
      always: ['read_user'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    accessTokenLifetime: 7200,
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://{host}/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      reach: 'token',
      // Whether the revocation of one token ends the other is not documented, so both are revoked.
      tokens: ['refresh', 'access'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://{host}/-/user_settings/applications',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{host}/api/v4/user',
      headers: {},
      read: (answer) => {
        const { id, username, web_url: page } = answer as Record<string, unknown>;
        if (typeof id !== 'number' || typeof username !== 'string' || typeof page !== 'string')
          return undefined;
        // User ids are unique only within one instance.
        return { id: `${new URL(page).host}/${id}`, label: username };
      },
    },
  },
  products: [
    {
      id: 'gitlab',
      name: 'GitLab',
      scopes: [
        {
          scope: 'read_api',
          description: 'Read projects, issues, merge requests and groups',
          default: true,
        },
        { scope: 'api', description: 'Read and change everything that the person can', default: false },
        { scope: 'read_repository', description: 'Read repositories over git', default: false },
        { scope: 'write_repository', description: 'Push to repositories over git', default: false },
      ],
    },
  ],
  api: { hosts: ['{host}'], authorization: 'Bearer {accessToken}' },
  servers: [
    // @modelcontextprotocol/server-gitlab and @zereight/mcp-gitlab send the variable as a bearer token. For another instance
    // than gitlab.com the operator sets `GITLAB_API_URL`.
    spawnedServer({
      id: 'gitlab-mcp',
      name: 'GitLab (spawned)',
      provider: 'gitlab',
      variable: 'GITLAB_PERSONAL_ACCESS_TOKEN',
      apiHosts: ['{host}'],
      scopes: ['read_api'],
    }),
  ],
  verified: { setUp: 'Nothing to do. Choose what to connect and allow it. For gitlab.com only.' },
  byo: {
    setUp: 'About 3 minutes in the settings of a user or group. Required for a self-managed instance.',
    quota: 'The limits of your instance.',
    consoleUrl: 'https://gitlab.com/-/user_settings/applications',
    steps: [
      'Add a new application in Preferences, Applications (or in a group’s Settings, Applications).',
      'Set the redirect URI shown here, and leave “Confidential” selected.',
      'Select “read_user” and the scopes that you want to use. A scope that is not selected makes the whole authorization fail.',
      'For a self-managed instance, register the application there and enter the host here. The host must be reachable from the internet.',
    ],
  },
  source: {
    documents: [
      'https://docs.gitlab.com/api/oauth2/',
      'https://docs.gitlab.com/integration/oauth_provider/',
      'https://gitlab.com/gitlab-org/gitlab/-/issues/554826',
      'https://gitlab.com/gitlab-org/gitlab/-/merge_requests/198566',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'the lifetime of a refresh token',
      'whether GitLab’s own MCP server, https://{host}/api/v4/mcp, can be used: it requires the scope `mcp`, which by issue 554826 only dynamically registered clients get',
    ],
  },
};
