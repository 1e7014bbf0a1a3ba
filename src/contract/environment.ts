/** Names of the environment variables that the CDK app sets and the functions read. */
export const VARIABLE = {
  /** `dev`, `staging`, `prod` …: part of the encryption context and of the associated data of every envelope. */
  stage: 'CONNECTIONS_STAGE',
  table: 'CONNECTIONS_TABLE',
  kmsKey: 'CONNECTIONS_KMS_KEY_ID',
  /** Prefix of the Secrets Manager names of the platform's verified apps; the provider's id follows. */
  platformApps: 'CONNECTIONS_PLATFORM_APPS_PREFIX',
  /** Where this environment's API is reached, without a trailing slash. Redirect URIs are built from it alone. */
  apiOrigin: 'CONNECTIONS_API_ORIGIN',
  /** The dashboard page, without a trailing slash. */
  dashboardUrl: 'CONNECTIONS_DASHBOARD_URL',
  jwtIssuer: 'CONNECTIONS_JWT_ISSUER',
  jwtAudience: 'CONNECTIONS_JWT_AUDIENCE',
  /** Name of the JWT claim that lists `workspace:role` strings. */
  workspaceClaim: 'CONNECTIONS_WORKSPACE_CLAIM',
  refreshFunction: 'CONNECTIONS_REFRESH_FUNCTION',
  /** `required`, or `trust-the-runtime-without-a-caller-token`. */
  callerToken: 'CONNECTIONS_CALLER_TOKEN',
} as const;

/** esbuild replaces this identifier in the bundle with the operator's server registrations (stage settings). */
export const STAGE_SERVERS_DEFINE = '__CONNECTIONS_STAGE_SERVERS__';

export const FUNCTIONS = [
  'connections-api',
  'connect',
  'oauth-callback',
  'token-refresh',
  'token-injector',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** The variables each function needs; the construct sets exactly these and the entry reads exactly these. */
export const VARIABLES_OF: Record<FunctionName, readonly (keyof typeof VARIABLE)[]> = {
  'connections-api': [
    'stage',
    'table',
    'apiOrigin',
    'dashboardUrl',
    'jwtIssuer',
    'jwtAudience',
    'workspaceClaim',
  ],
  connect: [
    'stage',
    'table',
    'kmsKey',
    'platformApps',
    'apiOrigin',
    'dashboardUrl',
    'jwtIssuer',
    'jwtAudience',
    'workspaceClaim',
    'refreshFunction',
  ],
  'oauth-callback': ['stage', 'table', 'dashboardUrl'],
  'token-refresh': ['stage', 'table', 'kmsKey', 'platformApps'],
  'token-injector': [
    'stage',
    'table',
    'kmsKey',
    'dashboardUrl',
    'jwtIssuer',
    'jwtAudience',
    'workspaceClaim',
    'callerToken',
    'refreshFunction',
  ],
};

/** Values of {@link VARIABLE.callerToken}. The second has a loud name, since it weakens a check. */
export const CALLER_TOKEN_RULES = ['required', 'trust-the-runtime-without-a-caller-token'] as const;
export type CallerTokenRule = (typeof CALLER_TOKEN_RULES)[number];
