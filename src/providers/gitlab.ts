import type { Provider } from '../oauth/provider.ts';
import { spawnedServer } from './mcp-server.ts';

/** Labels of RFC 1123, at least two, the last one not a number: no address, no bare name, no port, no path. */
const HOST_PATTERN =
  '^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$';

/** gitlab.com, or the instance of a workspace's own app. The old access token dies at the refresh, unexpired or not. */
export const gitlab: Provider = {
  id: 'gitlab',
  name: 'GitLab',
  variables: {
    host: {
      label: 'GitLab host',
      example: 'gitlab.example.com',
      pattern: HOST_PATTERN,
      default: 'gitlab.com',
      // An app is registered at one instance, so that its secret goes nowhere else (T018).
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
    // A part of the documented refresh request; without it GitLab may say `invalid_grant`, as if the grant were dead.
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
      // Ends what is presented; of the pair that is documented for neither.
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
        // Every instance counts its users from 1.
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
    // @modelcontextprotocol/server-gitlab and @zereight/mcp-gitlab: both send it as a bearer. `GITLAB_API_URL` is set
    // by whoever runs them, for an instance other than gitlab.com.
    spawnedServer({
      id: 'gitlab-mcp',
      name: 'GitLab (spawned)',
      provider: 'gitlab',
      variable: 'GITLAB_PERSONAL_ACCESS_TOKEN',
      apiHosts: ['{host}'],
      scopes: ['read_api'],
    }),
  ],
  verified: { setUp: 'Nothing to do: choose what to connect and allow it. gitlab.com only.' },
  byo: {
    setUp: 'About 3 minutes in the settings of a user or group; needed for a self-managed instance.',
    quota: 'Those of your instance.',
    consoleUrl: 'https://gitlab.com/-/user_settings/applications',
    steps: [
      'Add a new application in Preferences, Applications (or in a group’s Settings, Applications).',
      'Set the redirect URI shown here, and leave “Confidential” ticked.',
      'Tick “read_user” and the scopes that you connect: one that is not ticked fails the whole authorization.',
      'For a self-managed instance register there, and name its host here. It must be reachable from the internet.',
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
      'how long a refresh token lives',
      'GitLab’s own server, https://{host}/api/v4/mcp, is left out: it wants the scope `mcp`, which GitLab gives to dynamically registered clients and, by issue 554826, not to applications made by hand',
    ],
  },
};
