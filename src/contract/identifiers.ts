/**
 * The grammar of every identifier that enters the system. Identifiers are ASCII, bounded and free of `#`, `/` and
 * control characters, so that composite table keys cannot collide and URL paths need no escaping. No library: the injector
 * starts with these. The schemas are in resources/identifier-schemas.ts.
 */

/** The path segment of the platform's verified OAuth app. For an OAuth app of a workspace, the workspace's id is in its place. */
export const VERIFIED = 'verified';

/** A name that the operator's issuer gives to a workspace. */
const NAME = '[A-Za-z0-9][A-Za-z0-9_-]{0,63}';
const PERSONAL = '~[A-Za-z0-9_-]{43}';
export const WORKSPACE_ID = new RegExp(`^(?!verified$)${NAME}$`);
/** How a person names their personal workspace. From outside it has no other name. */
export const OWN_WORKSPACE = '~me';
/** The id of a personal workspace: derived from issuer and person. No claim of a token can name one: its grammar is {@link WORKSPACE_ID}. */
export const PERSONAL_WORKSPACE_ID = new RegExp(`^${PERSONAL}$`);
/** A workspace as a request names it: one of a claim, or the caller's own. */
export const NAMED_WORKSPACE = new RegExp(`^(?!verified$)(${NAME}|${OWN_WORKSPACE})$`);
/** A workspace as rows name it. */
export const STORED_WORKSPACE = new RegExp(`^(?!verified$)(${NAME}|${PERSONAL})$`);
/** A provider of the catalogue (`google`), of the workspace's own (`custom~name`), or a remote MCP server's (`remote~name`). */
export const PROVIDER_ID = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}$/;
/** Who owns an OAuth app: {@link VERIFIED} stands for the platform, and any other text is the id of a workspace. */
export const APP_OWNER = new RegExp(`^${NAME}$`);
/** An owner as keys name it. A personal workspace owns no app, and whoever looks finds none. */
export const STORED_APP_OWNER = new RegExp(`^(${NAME}|${PERSONAL})$`);
/** The provider's id, and `~label` for a further account (`google~sales`). */
export const CONNECTION_ID = /^(custom~|remote~)?[a-z][a-z0-9-]{0,31}(~[a-z0-9][a-z0-9-]{0,31})?$/;
/** The id of an MCP server, or `provider:google` for the API of a provider. */
export const SERVER_ID = /^(provider:)?[a-z][a-z0-9._~-]{0,63}$/;
/** 256 bits in base64url: session ids (a SHA-256), completion secrets, states. */
export const TOKEN_256 = /^[A-Za-z0-9_-]{43}$/;
/** RFC 9562 section 5.7, canonical lower case. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** A client id as people type it and as authorization servers answer it: no path segment of dots alone. */
export const CLIENT_ID = /^(?!\.{1,2}$)[\x21-\x7e]{1,512}$/;
export const CLIENT_SECRET = /^[\x20-\x7e]{1,2048}$/;
/** RFC 6749 section 3.3: `scope-token`, at most 200 characters. A text with a blank would be two scopes. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
/** What can stand between two scopes. */
export const SCOPE_SEPARATORS = [' ', ',', '+'] as const;

/** Whether a value from outside is a text of a grammar. */
export function is(grammar: RegExp, value: unknown): value is string {
  return typeof value === 'string' && grammar.test(value);
}

/** A workspace as it is named outside: a personal one is the reader's own, whatever its id is. Pure. */
export function shownWorkspace(workspaceId: string): string {
  return PERSONAL_WORKSPACE_ID.test(workspaceId) ? OWN_WORKSPACE : workspaceId;
}
