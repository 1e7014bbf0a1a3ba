/** Names of the environment variables that the CDK app sets and the functions read. */
export const VARIABLE = {
  /** `dev`, `staging`, `prod` …: part of the encryption context and of the associated data of every envelope. */
  stage: 'CONNECTIONS_STAGE',
  table: 'CONNECTIONS_TABLE',
  /** The table of calls. */
  callsTable: 'CONNECTIONS_CALLS_TABLE',
  kmsKey: 'CONNECTIONS_KMS_KEY_ID',
  /** ARN of the HMAC key from which the keys of cursors are derived. */
  cursorKey: 'CONNECTIONS_CURSOR_KEY_ID',
  /** Prefix of the Secrets Manager names of the platform's verified apps; the provider's id follows. */
  platformApps: 'CONNECTIONS_PLATFORM_APPS_PREFIX',
  /** Where this environment's API is reached, without a trailing slash. Redirect URIs are built from it alone. */
  apiOrigin: 'CONNECTIONS_API_ORIGIN',
  /** The dashboard page, without a trailing slash. */
  dashboardUrl: 'CONNECTIONS_DASHBOARD_URL',
  /** The page's client at the issuer, or {@link NO_DASHBOARD_CLIENT}. */
  dashboardClientId: 'CONNECTIONS_DASHBOARD_CLIENT_ID',
  jwtIssuer: 'CONNECTIONS_JWT_ISSUER',
  jwtAudience: 'CONNECTIONS_JWT_AUDIENCE',
  /** The audiences of callers that token-injector takes, with a space between them (src/oauth/jwt/is-audience.ts). */
  injectorAudiences: 'CONNECTIONS_INJECTOR_AUDIENCES',
  /** Name of the JWT claim that names the person. */
  personClaim: 'CONNECTIONS_PERSON_CLAIM',
  /** Name of the JWT claim that lists `workspace:role` strings. */
  workspaceClaim: 'CONNECTIONS_WORKSPACE_CLAIM',
  /** One of {@link WORKSPACE_CLAIM_FORMS}. */
  workspaceClaimForm: 'CONNECTIONS_WORKSPACE_CLAIM_FORM',
  /** One of {@link ACCESS_TOKEN_PROFILE_NAMES}. */
  accessTokens: 'CONNECTIONS_ACCESS_TOKENS',
  /** Whole seconds after which an access token is refused, however long it lives. */
  accessTokenMaxAge: 'CONNECTIONS_ACCESS_TOKEN_MAX_AGE',
  /** Whole seconds for which the issuer's keys are used on while the issuer does not answer. */
  issuerKeysStale: 'CONNECTIONS_ISSUER_KEYS_STALE',
  refreshFunction: 'CONNECTIONS_REFRESH_FUNCTION',
  injectorFunction: 'CONNECTIONS_INJECTOR_FUNCTION',
  /** `required`, or `trust-the-runtime-without-a-caller-token`. */
  callerToken: 'CONNECTIONS_CALLER_TOKEN',
  /** One of {@link WORKSPACE_SERVERS_RULES}. */
  workspaceServers: 'CONNECTIONS_WORKSPACE_SERVERS',
  /** One of {@link ALLOWED_APPS_RULES}. */
  allowedApps: 'CONNECTIONS_ALLOWED_APPS',
  /** One of {@link PERSONAL_WORKSPACES_RULES}. */
  personalWorkspaces: 'CONNECTIONS_PERSONAL_WORKSPACES',
  /** One of {@link TOOL_CHANGES_RULES}. */
  toolChanges: 'CONNECTIONS_TOOL_CHANGES',
  escrowBucket: 'CONNECTIONS_ESCROW_BUCKET',
  /** Name of the bus that events of connections go to. */
  eventBus: 'CONNECTIONS_EVENT_BUS',
  /** Whole days, or {@link ALWAYS_FRESH}. */
  idleAfterDays: 'CONNECTIONS_IDLE_AFTER_DAYS',
  /** Ids of the MCP servers that the stage's REST API stands in front of, with a space between them. */
  proxiedServers: 'CONNECTIONS_PROXIED_SERVERS',
  /** Where people's own MCP clients reach the stage, without a trailing slash. */
  mcpAddress: 'CONNECTIONS_MCP_ADDRESS',
  /** The audience of tokens for that address. The address with {@link BELOW}: the audience is the address that was called. */
  mcpAudience: 'CONNECTIONS_MCP_AUDIENCE',
  /** The scopes that MCP clients are told to ask for, as a JSON list. */
  mcpScopes: 'CONNECTIONS_MCP_SCOPES',
  /** ARNs of the versions that a deployment moves aliases to, with a space between them. */
  checkedVersions: 'CONNECTIONS_CHECKED_VERSIONS',
} as const;

/** In the bundles this identifier stands for all servers that need no table read, `[id, RegisteredServer][]`. */
export const SERVERS_IDENTIFIER = '__CONNECTIONS_SERVERS__';

/**
 * All but four are in every stage: token-authorizer comes with `mcpProxies`, mcp-endpoint and mcp-sign-in with `mcpEndpoint`,
 * deployment-check with canaries.
 */
export const FUNCTIONS = [
  'connections-api',
  'connect',
  'oauth-callback',
  'token-refresh',
  'token-tick',
  'token-injector',
  'server-trial',
  'rotate-data-key',
  'token-authorizer',
  'mcp-endpoint',
  'mcp-sign-in',
  'deployment-check',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** token-refresh and token-tick are the same code with the same rights. */
const REFRESHING = [
  'stage',
  'table',
  'kmsKey',
  'platformApps',
  'escrowBucket',
  'idleAfterDays',
  'eventBus',
] as const;

/** What a function needs that verifies access tokens itself. */
const CALLERS_OF_ANY_AUDIENCE = [
  'jwtIssuer',
  'personClaim',
  'accessTokens',
  'accessTokenMaxAge',
  'issuerKeysStale',
  'workspaceClaim',
  'workspaceClaimForm',
] as const;
const CALLERS = [...CALLERS_OF_ANY_AUDIENCE, 'jwtAudience'] as const;

/** What a function needs that answers people's own MCP clients. */
const MCP_ADDRESS = ['stage', 'mcpAddress', 'mcpAudience', 'mcpScopes', ...CALLERS_OF_ANY_AUDIENCE] as const;

/** The variables each function needs; the construct sets exactly these and the entry reads exactly these. */
export const VARIABLES_OF: Record<FunctionName, readonly (keyof typeof VARIABLE)[]> = {
  'connections-api': [
    'stage',
    'table',
    'callsTable',
    'cursorKey',
    'apiOrigin',
    'allowedApps',
    'personalWorkspaces',
    ...CALLERS,
  ],
  connect: [
    'stage',
    'table',
    'kmsKey',
    'platformApps',
    'apiOrigin',
    'dashboardUrl',
    'dashboardClientId',
    ...CALLERS,
    'refreshFunction',
    'workspaceServers',
    'personalWorkspaces',
    'allowedApps',
    'escrowBucket',
    'eventBus',
  ],
  'oauth-callback': ['stage', 'dashboardUrl', 'apiOrigin'],
  'token-refresh': REFRESHING,
  'token-tick': REFRESHING,
  'token-injector': [
    'stage',
    'table',
    'callsTable',
    'kmsKey',
    'dashboardUrl',
    ...CALLERS_OF_ANY_AUDIENCE,
    'injectorAudiences',
    'personalWorkspaces',
    'toolChanges',
    'callerToken',
    'refreshFunction',
  ],
  'server-trial': ['stage', ...CALLERS, 'injectorFunction'],
  'rotate-data-key': ['stage', 'table', 'kmsKey', 'escrowBucket', 'eventBus'],
  'token-authorizer': [
    'stage',
    'table',
    'callsTable',
    'kmsKey',
    'dashboardUrl',
    ...CALLERS,
    'refreshFunction',
    'personalWorkspaces',
    'proxiedServers',
  ],
  'mcp-endpoint': [...MCP_ADDRESS, 'cursorKey', 'injectorFunction', 'personalWorkspaces', 'toolChanges'],
  'mcp-sign-in': MCP_ADDRESS,
  'deployment-check': ['stage', 'checkedVersions'],
};

/** Values of {@link VARIABLE.callerToken}. The second has a loud name, since it weakens a check. */
export const CALLER_TOKEN_RULES = ['required', 'trust-the-runtime-without-a-caller-token'] as const;
export type CallerTokenRule = (typeof CALLER_TOKEN_RULES)[number];

/** Values of {@link VARIABLE.accessTokens}: the profiles of src/oauth/jwt/access-token-profiles.ts. */
export const ACCESS_TOKEN_PROFILE_NAMES = [
  'rfc9068',
  'auth0',
  'clerk',
  'cognito',
  'descope',
  'entra',
  'fusionauth',
  'keycloak',
  'okta',
  'ory',
  'workos',
  'jwt-with-scope',
] as const;
export type AccessTokenProfileName = (typeof ACCESS_TOKEN_PROFILE_NAMES)[number];

/**
 * Values of {@link VARIABLE.workspaceClaimForm}. The second has a loud name, since it weakens a check: a name with a space
 * in it reads like two entries.
 */
export const WORKSPACE_CLAIM_FORMS = ['list', 'space-separated-where-no-name-has-a-space'] as const;
export type WorkspaceClaimForm = (typeof WORKSPACE_CLAIM_FORMS)[number];

/**
 * Values of {@link VARIABLE.personalWorkspaces}: who has a workspace of their own. Members are those whose token names a workspace.
 */
export const PERSONAL_WORKSPACES_RULES = ['off', 'members', 'everyone'] as const;
export type PersonalWorkspacesRule = (typeof PERSONAL_WORKSPACES_RULES)[number];

/** The rule that a variable names. Any value that is no rule is the strictest rule. */
export function personalWorkspacesRule(text: string): PersonalWorkspacesRule {
  return PERSONAL_WORKSPACES_RULES.find((rule) => rule === text) ?? 'off';
}

/**
 * Values of {@link VARIABLE.toolChanges}: what becomes of a tool whose definition differs from the one that was seen before. `record`
 * serves it, and `hold` serves it once an admin has approved it. Both record it in the activity (T228).
 */
export const TOOL_CHANGES_RULES = ['record', 'hold'] as const;
export type ToolChangesRule = (typeof TOOL_CHANGES_RULES)[number];

/** The rule that a variable names. Any value that is no rule is the strictest rule. */
export function toolChangesRule(text: string): ToolChangesRule {
  return TOOL_CHANGES_RULES.find((rule) => rule === text) ?? 'hold';
}

/** Values of {@link VARIABLE.workspaceServers}. The second has a loud name, since it weakens a check. */
export const WORKSPACE_SERVERS_RULES = [
  'public-https-only',
  'allow-private-addresses-of-servers-beside-the-runtime',
] as const;
export type WorkspaceServersRule = (typeof WORKSPACE_SERVERS_RULES)[number];

/**
 * Values of {@link VARIABLE.allowedApps}, from the widest to the strictest: which OAuth apps new consents may use. The first
 * leaves it to workspaces to refuse verified apps, the second to allow them, and over the third no workspace decides.
 */
export const ALLOWED_APPS_RULES = [
  'verified-and-own',
  'own-unless-a-workspace-allows-verified',
  'own-only',
] as const;
export type AllowedAppsRule = (typeof ALLOWED_APPS_RULES)[number];

/** The OAuth apps with which a workspace may connect, as its admin chooses. */
export const ALLOWED_APPS = ['verified-and-own', 'own-only'] as const;
export type AllowedApps = (typeof ALLOWED_APPS)[number];

/** The rule that a variable names. Any value that is no rule is the strictest rule. */
export function allowedAppsRule(text: string): AllowedAppsRule {
  return ALLOWED_APPS_RULES.find((rule) => rule === text) ?? 'own-only';
}

/** The end of an audience that stands for an address and all that is below it (src/oauth/jwt/is-audience.ts). */
export const BELOW = '/*';

/** Value of {@link VARIABLE.dashboardClientId} for a stage that does not know its page's client: no client id has a blank. */
export const NO_DASHBOARD_CLIENT = 'no client';

/** Value of {@link VARIABLE.idleAfterDays} for a stage that keeps every connection fresh, used or not. */
export const ALWAYS_FRESH = 'always-fresh';
