/** Which operation of MCP a request is, by its headers alone: an authorizer is shown no body. Pure. */
import type { RefusalReason } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/server-registration.ts';

export interface McpHeaders {
  httpMethod: 'POST' | 'DELETE';
  protocolVersion?: string | undefined;
  method?: string | undefined;
  name?: string | undefined;
}
type McpOperation = { kind: 'call'; tool: string } | { kind: 'discovery' };

/**
 * From this revision of MCP on a server must refuse a body that `Mcp-Method` and `Mcp-Name` do not describe, and an
 * intermediary should believe them of no older request (Streamable HTTP, "Server Validation").
 */
const HEADERS_HOLD_SINCE = '2026-07-28';
const LISTS = ['server/discover', 'tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];
/** Stands in the record of a call for the tool that an older client does not tell. */
const NOT_TOLD = '(not told)';

export function mcpOperation(
  headers: McpHeaders,
  registration: Pick<ServerRegistration, 'tools'>,
): McpOperation | { refusal: RefusalReason } {
  // The end of an older client's session.
  if (headers.httpMethod === 'DELETE') return { kind: 'discovery' };
  if (!isCurrent(headers.protocolVersion)) return olderOperation(registration);
  const { method, name } = headers;
  if (method === undefined) return { refusal: 'invalid_request' };
  if (LISTS.includes(method)) return { kind: 'discovery' };
  // Whatever else reaches the provider, `resources/read` for one, is a call: an allow-list of tools does not have it.
  const tool = method === 'tools/call' ? name && decoded(name) : method;
  return tool ? { kind: 'call', tool } : { refusal: 'invalid_request' };
}

/** Any of `initialize`, a list and a call: let through where nothing depends on which it is. */
function olderOperation({ tools }: Pick<ServerRegistration, 'tools'>): ReturnType<typeof mcpOperation> {
  return tools ? { refusal: 'tool_not_allowed' } : { kind: 'call', tool: NOT_TOLD };
}

function isCurrent(version: string | undefined): boolean {
  return version !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= HEADERS_HOLD_SINCE;
}

/** Names beyond plain ASCII come as `=?base64?…?=` of their UTF-8; intermediaries must decode it ("Value Encoding"). */
function decoded(name: string): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(name)?.[1];
  if (encoded === undefined) return name;
  const bytes = Buffer.from(encoded, 'base64');
  const text = bytes.toString('utf8');
  // One name has one encoding, or the server might read another name than was judged.
  const isExact = bytes.toString('base64') === encoded && Buffer.from(text).equals(bytes);
  return isExact && !/\p{Cc}/u.test(text) ? text : undefined;
}
