import { DAY_IN_SECONDS } from '../contract/durations.ts';
import type { Provider } from '../oauth/provider.ts';
import { headerServer } from './mcp-server.ts';

const HOST = '{account}.snowflakecomputing.com';
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** Each account has its own host and its own clients (security integrations), so there is no app for everybody. */
export const snowflake: Provider = {
  id: 'snowflake',
  name: 'Snowflake',
  variables: {
    // Of the app, because a client is registered in one account.
    account: {
      label: 'Account identifier: organization and account, or locator, region and cloud',
      example: 'myorg-account123',
      // `myorg-account123`, `xy12345.us-east-1.aws`, with or without `.privatelink`: always below snowflakecomputing.com (T143).
      pattern: `^${LABEL}(?:\\.${LABEL}){0,3}$`,
      of: 'app',
    },
  },
  oauth: {
    issuer: `https://${HOST}`,
    authorizationEndpoint: `https://${HOST}/oauth/authorize`,
    tokenEndpoint: `https://${HOST}/oauth/token-request`,
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'scope',
      // Without a scope of a role, the token has the person's default role.
      always: ['refresh_token'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    accessTokenLifetime: 600,
    // A setting of the integration, and the default. The answer names the seconds.
    refreshTokenLifetime: 90 * DAY_IN_SECONDS,
    // The integration may require single-use refresh tokens. A replay then ends all earlier tokens.
    refresh: { kind: 'sometimes', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    // A person or an admin ends the consent with SQL: ALTER USER … REMOVE DELEGATED AUTHORIZATIONS.
    revocation: { kind: 'none', byHandAt: 'https://docs.snowflake.com/en/user-guide/oauth-consent' },
    account: {
      kind: 'token-answer',
      read: ({ username }) =>
        typeof username === 'string' && username !== '' ? { id: username, label: username } : undefined,
    },
  },
  // Roles are names of the customer's own. The person's default role applies, which must not be ACCOUNTADMIN or SECURITYADMIN.
  products: [{ id: 'snowflake', name: 'Snowflake', scopes: [] }],
  api: { hosts: [HOST], authorization: 'Bearer {accessToken}' },
  servers: [
    // https://<account>.snowflakecomputing.com/api/v2/databases/<database>/schemas/<schema>/mcp-servers/<name>. Only the
    // workspace knows it.
    headerServer({
      id: 'snowflake-managed-mcp',
      name: 'Snowflake-managed MCP server',
      provider: 'snowflake',
      header: 'Authorization',
      value: 'Bearer {accessToken}',
      apiHosts: [HOST],
      binding: 'request',
      discovery: true,
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Not possible: each account has its own clients. An admin registers an app of the workspace.',
    refreshToken: 'Expires 90 days after it was issued, unless the integration has another validity.',
  },
  byo: {
    setUp: 'About 10 minutes with the role ACCOUNTADMIN, or one with the privilege CREATE INTEGRATION.',
    refreshToken: 'Expires 90 days after it was issued, unless the integration has another validity.',
    consoleUrl: 'https://app.snowflake.com/',
    steps: [
      'Run CREATE SECURITY INTEGRATION … TYPE = OAUTH OAUTH_CLIENT = CUSTOM OAUTH_CLIENT_TYPE = ‘CONFIDENTIAL’ ENABLED = TRUE, with OAUTH_REDIRECT_URI set to the redirect URI shown here.',
      'Set OAUTH_ISSUE_REFRESH_TOKENS = TRUE, and OAUTH_REFRESH_TOKEN_VALIDITY if 90 days are too few.',
      'Run SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS with the name of the integration in quotes, and copy the client id and one of the secrets.',
      'Enter the account identifier here, with hyphens instead of underscores.',
    ],
  },
  source: {
    documents: [
      'https://docs.snowflake.com/en/user-guide/oauth-custom',
      'https://docs.snowflake.com/en/user-guide/single-use-refresh-tokens',
      'https://docs.snowflake.com/en/sql-reference/sql/create-security-integration-oauth-snowflake',
      'https://docs.snowflake.com/en/user-guide/admin-account-identifier',
      'https://docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-agents-mcp',
      'https://github.com/moveworks/developer-docs/blob/main/connectors/snowflake/README.md',
      'https://github.com/anthropics/claude-code/issues/80991',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether a user name is ever given to another person: a renamed person counts as another account',
      'accounts below snowflakecomputing.cn, which are refused',
      'the lifetime of an access token where the integration sets OAUTH_ACCESS_TOKEN_VALIDITY: the answer names it',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango takes any host of an account: here it is an account identifier below snowflakecomputing.com, because the client secret goes there.',
        'Nango names no scope: without `refresh_token` Snowflake issues one only if the client’s integration is set so.',
      ],
    },
  },
};
