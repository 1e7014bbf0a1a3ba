/**
 * The MCP operation of a request, by its headers: an authorizer does not receive the body. The door of the client package
 * (client/src/door) asks the same questions, and where a gateway sends the body it asks them of the body. Pure.
 */
import type { RefusalReason } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { UNKNOWN_TOOL } from '../activity/recorded-names.ts';

/** The parts of a request that describe its operation (MCP, Streamable HTTP). */
export interface McpHeaders {
  httpMethod: 'POST' | 'DELETE';
  protocolVersion?: string | undefined;
  method?: string | undefined;
  name?: string | undefined;
}
export type McpOperation = { kind: 'call'; tool: string } | { kind: 'discovery' };

/**
 * Since this revision of MCP a server must refuse a body that differs from `Mcp-Method` and `Mcp-Name`. An intermediary
 * should not trust these headers in an older request (Streamable HTTP, "Server Validation").
 */
const HEADERS_HOLD_SINCE = '2026-07-28';
const LISTS = ['server/discover', 'tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];

/** Returns the operation, or the reason to refuse: `invalid_request` or `tool_not_allowed`. */
export function mcpOperation(
  headers: McpHeaders,
  registration: Pick<ServerRegistration, 'tools'>,
): McpOperation | { refusal: RefusalReason } {
  // An older client ends its session.
  if (headers.httpMethod === 'DELETE') return { kind: 'discovery' };
  if (!isCurrent(headers.protocolVersion)) return olderOperation(registration);
  const { method, name } = headers;
  if (method === undefined) return { refusal: 'invalid_request' };
  return operationOf(method, name && decodedName(name)) ?? { refusal: 'invalid_request' };
}

/** The operation of a method and a name that is not encoded. Undefined: a call that names no tool. */
export function operationOf(method: string, name: string | undefined): McpOperation | undefined {
  if (LISTS.includes(method)) return { kind: 'discovery' };
  // Every other method reaches the provider (`resources/read`, for example) and is a call; no allow-list of tools names
  // it.
  const tool = method === 'tools/call' ? name : method;
  return tool ? { kind: 'call', tool } : undefined;
}

/** It can be `initialize`, a list or a call. It is allowed if the registration limits no tools. */
export function olderOperation({
  tools,
}: Pick<ServerRegistration, 'tools'>): ReturnType<typeof mcpOperation> {
  return tools ? { refusal: 'tool_not_allowed' } : { kind: 'call', tool: UNKNOWN_TOOL };
}

/** Whether a request of this version has headers that describe its body. */
export function isCurrent(version: string | undefined): boolean {
  return version !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= HEADERS_HOLD_SINCE;
}

/** Names beyond plain ASCII come as `=?base64?…?=` of their UTF-8; intermediaries must decode it ("Value Encoding"). */
export function decodedName(name: string): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(name)?.[1];
  if (encoded === undefined) return name;
  const bytes = Buffer.from(encoded, 'base64');
  const text = bytes.toString('utf8');
  // Only the canonical encoding is accepted: the server might decode another one to another name.
  const isExact = bytes.toString('base64') === encoded && Buffer.from(text).equals(bytes);
  return isExact && !/\p{Cc}/u.test(text) ? text : undefined;
}
