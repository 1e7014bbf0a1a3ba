/**
 * The grammar of every identifier that enters the system. Identifiers are ASCII, bounded and free of `#`, `/` and
 * control characters, so that composite table keys cannot collide and URL paths need no escaping.
 */
import * as z from 'zod';

/** The path segment of the platform's verified OAuth app. For an OAuth app of a workspace, the workspace's id is in its place. */
export const VERIFIED = 'verified';

const WORKSPACE = /^(?!verified$)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const PROVIDER = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}$/;
const CONNECTION = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}(~[a-z0-9][a-z0-9-]{0,31})?$/;
const SERVER = /^(provider:)?[a-z][a-z0-9._~-]{0,63}$/;
/** 256 bits in base64url: session ids (a SHA-256), completion secrets, states. */
const TOKEN_256 = /^[A-Za-z0-9_-]{43}$/;
/** RFC 9562 section 5.7, canonical lower case. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const WorkspaceId = z.string().regex(WORKSPACE, 'not a workspace id');
/** A provider of the catalogue (`google`), of the workspace's own (`custom~name`), or a remote MCP server's (`remote~name`). */
export const ProviderId = z.string().regex(PROVIDER, 'not a provider id');
/** The provider's id, and `~label` for a further account (`google~sales`). */
export const ConnectionId = z.string().regex(CONNECTION, 'not a connection id');
/** `verified`, or the id of the workspace that owns the OAuth app. */
export const AppOwner = z.union([z.literal(VERIFIED), WorkspaceId]);
/** The id of an MCP server, or `provider:google` for the API of a provider. */
export const ServerId = z.string().regex(SERVER, 'not a server id');
/** A SHA-256 in base64url. */
export const Sha256Text = z.string().regex(TOKEN_256, 'not a SHA-256');
export const SessionId = z.string().regex(TOKEN_256, 'not a connect session id');
export const CompletionSecret = z.string().regex(TOKEN_256, 'not a completion secret');
export const State = z.string().regex(TOKEN_256, 'not a state');
/** Names one registration of a remote MCP server and no later one. */
export const InstanceId = z.string().regex(UUID_V7, 'not an instance id');
export const OperationId = z.string().regex(UUID_V7, 'not a lower-case UUIDv7');
/** A client id as people type it and as authorization servers answer it: no path segment of dots alone. */
export const CLIENT_ID = /^(?!\.{1,2}$)[\x21-\x7e]{1,512}$/;
export const CLIENT_SECRET = /^[\x20-\x7e]{1,2048}$/;
/** RFC 6749 section 3.3: `scope-token`, at most 200 characters. A text with a blank would be two scopes. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
export const ScopeToken = z.string().regex(SCOPE_TOKEN, 'not a scope');
/** What can stand between two scopes. */
export const SCOPE_SEPARATORS = [' ', ',', '+'] as const;
