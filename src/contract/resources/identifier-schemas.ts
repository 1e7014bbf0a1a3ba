/** The grammar of every identifier as schemas, for bodies, paths, messages and documents. */
import * as z from 'zod';
import {
  CONNECTION_ID,
  NAMED_WORKSPACE,
  PROVIDER_ID,
  SCOPE_TOKEN,
  SERVER_ID,
  STORED_WORKSPACE,
  TOKEN_256,
  UUID_V7,
  VERIFIED,
  WORKSPACE_ID,
} from '../identifiers.ts';

export const WorkspaceId = z.string().regex(WORKSPACE_ID, 'not a workspace id');
/** As rows name it: also a personal one, by its id. */
export const StoredWorkspace = z.string().regex(STORED_WORKSPACE, 'not a workspace id');
/** With `~me`, the caller's own. */
export const NamedWorkspace = z.string().regex(NAMED_WORKSPACE, 'not a workspace id');
export const ProviderId = z.string().regex(PROVIDER_ID, 'not a provider id');
export const ConnectionId = z.string().regex(CONNECTION_ID, 'not a connection id');
/** Who owns an OAuth app: `verified` stands for the platform, and any other text is the id of a workspace. */
export const AppOwner = z.union([z.literal(VERIFIED), WorkspaceId]);
export const ServerId = z.string().regex(SERVER_ID, 'not a server id');
/** A SHA-256 in base64url. */
export const Sha256Text = z.string().regex(TOKEN_256, 'not a SHA-256');
export const SessionId = z.string().regex(TOKEN_256, 'not a connect session id');
export const CompletionSecret = z.string().regex(TOKEN_256, 'not a completion secret');
export const State = z.string().regex(TOKEN_256, 'not a state');
export const PersonId = z.string().regex(TOKEN_256, 'not an id of a person');
/** Names one registration of a remote MCP server and no later one. */
export const InstanceId = z.string().regex(UUID_V7, 'not an instance id');
export const OperationId = z.string().regex(UUID_V7, 'not a lower-case UUIDv7');
export const ScopeToken = z.string().regex(SCOPE_TOKEN, 'not a scope');
