/** What authorizers and the REST APIs in front of them agree on: names only. All but one are token-authorizer's (docs/authorizer.md). */

/** Chooses among the workspaces that the caller's token names; it does not travel on. */
export const WORKSPACE_HEADER = 'X-Connections-Workspace';

/**
 * The request headers of MCP's Streamable HTTP that travel on to the server, each with its key in the authorizer's
 * context. They travel through the context because API Gateway finds headers by their exact spelling, which clients
 * choose, and so that the server sees the very values that were judged.
 */
export const FORWARDED_HEADERS = {
  'MCP-Protocol-Version': 'mcpProtocolVersion',
  'Mcp-Method': 'mcpMethod',
  'Mcp-Name': 'mcpName',
  'Mcp-Session-Id': 'mcpSessionId',
} as const;

/** Key in the context of what a registration's placement renders to, by its position. */
export function placementKey(index: number): string {
  return `placement${index}`;
}

/** Keys in the context of a refusal. All are always there, so that the response's template stays JSON. */
export const DENIAL_KEYS = ['reason', 'message', 'connectUrl', 'missingScopes', 'retryAfterSeconds'] as const;
export type DenialKey = (typeof DENIAL_KEYS)[number];

/** Key in the context of mcp-sign-in's refusal: the value of `WWW-Authenticate`. */
export const CHALLENGE_KEY = 'challenge';

/** Reasons of a refusal beyond the injector's: only behind API Gateway nobody names a workspace, and headers are bounded. */
export const GATEWAY_REFUSAL_REASONS = ['workspace_not_chosen', 'not_deliverable'] as const;
export type GatewayRefusalReason = (typeof GATEWAY_REFUSAL_REASONS)[number];
