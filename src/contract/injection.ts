/** What an MCP runtime sends to token-injector, and what it gets (design section 7). */
import * as z from 'zod';
import { ConnectionId, OperationId, ServerId, WorkspaceId } from './identifiers.ts';

export const Operation = z.discriminatedUnion('kind', [
  z.strictObject({
    id: OperationId,
    kind: z.literal('call'),
    server: ServerId,
    tool: z.string().min(1).max(128),
    host: z.string().min(1).max(260).optional(),
  }),
  z.strictObject({
    id: OperationId,
    kind: z.literal('discovery'),
    server: ServerId,
    host: z.string().min(1).max(260).optional(),
  }),
]);

export const InjectionRequest = z.strictObject({
  version: z.literal('1'),
  workspaceId: WorkspaceId,
  operation: Operation,
  /** Absent: the default account of the server's provider. */
  connectionId: ConnectionId.optional(),
  /** Provider scopes that this call needs beyond the registration's. */
  scopes: z.array(z.string().min(1).max(200)).max(50).optional(),
  /** The provider answered 401 to a token of this generation: it is refreshed, or looked into, before another is handed out. */
  rejectedGeneration: z.int().min(0).optional(),
  /** The JWT with which the MCP client called the runtime. */
  callerToken: z.string().min(1).max(8192).optional(),
});
export type InjectionRequest = z.infer<typeof InjectionRequest>;

export const RefusalReason = z.enum([
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
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

export interface Injection {
  connectionId: string;
  /** Rises with every store of tokens. */
  generation: number;
  headers: Record<string, string>;
  removeHeaders: string[];
  query?: Record<string, string>;
  env?: Record<string, string>;
  allowedHosts: string[];
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

export type InjectionAnswer =
  | { isAuthorized: true; context: Injection }
  | { isAuthorized: false; context: Refusal };
