/** Names that the processes of the bench share. */
export const TABLE = 'connections-bench';
export const CALLS_TABLE = 'connections-bench-calls';
export const WORKSPACE = 'acme';
export const CONNECTION_KEY = { workspaceId: WORKSPACE, connectionId: 'google' };
export const SERVER = 'google-gmail';
export const TOOL = 'search_threads';
/** The one that the server's registration asks for. */
export const SCOPE = 'https://www.googleapis.com/auth/gmail.readonly';

/** As Lambda gives them to the function: credentials with a session token, and what the construct sets. */
export const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 's'.repeat(600),
  CONNECTIONS_STAGE: 'bench',
  CONNECTIONS_TABLE: TABLE,
  CONNECTIONS_CALLS_TABLE: CALLS_TABLE,
  CONNECTIONS_KMS_KEY_ID: 'bench-key',
  CONNECTIONS_DASHBOARD_URL: 'https://dashboard.connections.example',
  CONNECTIONS_JWT_ISSUER: 'https://issuer.example',
  CONNECTIONS_JWT_AUDIENCE: 'urn:connections',
  CONNECTIONS_INJECTOR_AUDIENCES: 'urn:connections',
  CONNECTIONS_PERSON_CLAIM: 'sub',
  CONNECTIONS_PERSONAL_WORKSPACES: 'off',
  CONNECTIONS_TOOL_CHANGES: 'record',
  CONNECTIONS_ACCESS_TOKENS: 'rfc9068',
  CONNECTIONS_ACCESS_TOKEN_MAX_AGE: '86400',
  CONNECTIONS_ISSUER_KEYS_STALE: '3600',
  CONNECTIONS_WORKSPACE_CLAIM: 'workspaces',
  CONNECTIONS_WORKSPACE_CLAIM_FORM: 'list',
  CONNECTIONS_PLATFORM_APPS_PREFIX: 'connections/bench/apps/',
  CONNECTIONS_ESCROW_BUCKET: 'connections-bench-escrow',
  CONNECTIONS_IDLE_AFTER_DAYS: '14',
  CONNECTIONS_EVENT_BUS: 'connections-bench',
  CONNECTIONS_REFRESH_FUNCTION: 'connections-bench-token-refresh',
  // A caller token would add the same signature check to every call; the reference has none.
  CONNECTIONS_CALLER_TOKEN: 'trust-the-runtime-without-a-caller-token' as string,
} as const;

/** Where DynamoDB and KMS listen. */
export function environmentAt({ dynamodb, kms }: { dynamodb: string; kms: string }): Record<string, string> {
  return { ...ENVIRONMENT, AWS_ENDPOINT_URL_DYNAMODB: dynamodb, AWS_ENDPOINT_URL_KMS: kms };
}
