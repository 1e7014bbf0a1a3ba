/**
 * What an MCP runtime and token-injector say to each other, as plain types: `client/` is built from them and brings no
 * library along. The schemas that judge a request are in injection.ts.
 */

/** One use of a token: a tool call, or `initialize` and the lists of a server that wants the token there too. */
export type Operation =
  | { id: string; kind: 'call'; server: string; tool: string; host?: string }
  | { id: string; kind: 'discovery'; server: string; host?: string };

export interface InjectionRequest {
  version: '1';
  workspaceId: string;
  operation: Operation;
  /** Absent: the default account of the server's provider. */
  connectionId?: string;
  /** Provider scopes that this call needs beyond the registration's. */
  scopes?: string[];
  /** The provider answered 401 to a token of this generation: it is refreshed, or looked into, before another is handed out. */
  rejectedGeneration?: number;
  /**
   * The scopes for which the MCP server answered 403 and `insufficient_scope` to a token of `challengedGeneration` (RFC 6750
   * section 3.1). The injector refuses with the page to grant them at, unless they were granted or declined.
   */
  challengedScopes?: string[];
  challengedGeneration?: number;
  /** The JWT with which the MCP client called the runtime. */
  callerToken?: string;
  /**
   * A person tries the server from the dashboard: the record says so, and the answer has `url` and `connectedAt`. A discovery is
   * answered without a token where the registration needs none for it. A server without an address is refused.
   */
  trial?: true;
}

/** Whether calls to these servers would find a usable connection. No token, and no operation id is spent. */
export interface CheckRequest {
  version: '1';
  workspaceId: string;
  check: string[];
  callerToken?: string;
}

/**
 * All MCP servers that the workspace can call, and whether a call would find a usable connection. No token, and no operation id is
 * spent.
 */
export interface ServersRequest {
  version: '1';
  workspaceId: string;
  servers: true;
  callerToken?: string;
}

/** A tool, by its own name and the SHA-256 (base64url) of its whole definition as canonical JSON. */
export interface ToolFingerprint {
  /** Of a longer name the first 128 characters. The fingerprint covers all of it. */
  name: string;
  fingerprint: string;
}

/**
 * What a server's list of tools had when a runtime read it. The injector keeps it for the workspace, records what differs from the list
 * before, and says what may not be shown. No token, and no operation id is spent.
 */
export interface ListedRequest {
  version: '1';
  workspaceId: string;
  listed: { server: string; tools: ToolFingerprint[] };
  callerToken?: string;
}

export const REFUSAL_REASONS = [
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
  'unknown_server',
  'tool_not_allowed',
  'tool_call_replayed',
  'host_not_allowed',
  'caller_not_authorized',
  'temporarily_unavailable',
  'invalid_request',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What the record of an operation holds: `health` marks the trial of a deployment check. */
export const TOOL_CALL_OUTCOMES = ['injected', ...REFUSAL_REASONS, 'health'] as const;
export type ToolCallOutcome = (typeof TOOL_CALL_OUTCOMES)[number];

export interface Injection {
  connectionId: string;
  /** Rises with every store of tokens. */
  generation: number;
  headers: Record<string, string>;
  removeHeaders: string[];
  query?: Record<string, string>;
  env?: Record<string, string>;
  /**
   * What no log, error or answer may repeat: the access token, and each encoded text that contains it. All of these stand in
   * `headers`, `query` or `env`. Answers of older injectors do not have this member.
   */
  secrets?: string[];
  /** `host` or `host:port`; the runtime sends the token nowhere else. Empty if `binding` is `process`. */
  allowedHosts: string[];
  /**
   * Of a remote server whose authorization server issued the token: the one URL, without a query, to which the token may be sent.
   * A host can be shared by tenants, and the token may be valid for all of it.
   */
  allowedUrl?: string;
  /** Whose the connection is, where the server's calls may use connections of people. Absent: the workspace's. */
  connectionOf?: 'person' | 'workspace';
  /** Of a trial: the registered endpoint, with the connection's values filled in. */
  url?: string;
  /** Of a trial: when the account was connected last (RFC 3339). Another consent under the same id is another one. */
  connectedAt?: string;
  /** The hosts of the provider that the server itself calls: a runtime can bound what the server may reach. */
  apiHosts?: string[];
  /** For how long the server keeps what it is given. */
  binding: 'request' | 'session' | 'process';
  /** RFC 3339; until then at the latest the token may be used. */
  expiresAt: string;
  maxUses: 1;
}

export interface Refusal {
  reason: RefusalReason;
  message: string;
  /** The dashboard's own page, never pre-authenticated. */
  connectUrl?: string;
  missingScopes?: string[];
  retryAfterSeconds?: number;
}

export type RefusedAnswer = { isAuthorized: false; context: Refusal };
export type InjectionAnswer = { isAuthorized: true; context: Injection } | RefusedAnswer;

export type ServerStatus =
  | { server: string; ready: true; connectionId: string }
  | ({ server: string; ready: false } & Refusal);

/** In the order of the question. A question that is refused as a whole gets a {@link RefusedAnswer}. */
export type CheckAnswer = { statuses: ServerStatus[] } | RefusedAnswer;

/** A server of the workspace. */
export interface ServerFacts {
  id: string;
  /** For people. */
  name: string;
  /** The endpoint, with the connection's values filled in. Absent for a process, and while those values are not known. */
  url?: string;
  binding: Injection['binding'];
  /** Whether `initialize` and the lists need the token too. */
  discovery: boolean;
  /** The tools that may be called. Absent: all. */
  tools?: string[];
}
export type ListedServer = ServerFacts &
  ({ ready: true; connectionId: string } | ({ ready: false } & Refusal));

/** In the order of their ids. A question that is refused as a whole gets a {@link RefusedAnswer}. */
export type ServersAnswer = { servers: ListedServer[] } | RefusedAnswer;

/**
 * `held`: the fingerprints of the list that nobody has approved, in a stage that demands it. The runtime shows none of these tools. A
 * message that is refused as a whole gets a {@link RefusedAnswer}.
 */
export type ListedAnswer = { held: string[] } | RefusedAnswer;
