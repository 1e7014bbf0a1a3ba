/** Answers over HTTP to requests that reach no MCP server. All texts are fixed. Pure. */
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import { ENDPOINT_LIMITS } from './limits.ts';

const HEADERS = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

/** RFC 9457 problem details of the HTTP API's list. */
export function problem(code: ProblemCode, headers: Record<string, string> = {}): Response {
  const [status, title, detail] = PROBLEMS[code];
  const body = { type: `urn:connections:problem:${code}`, title, status, detail, code };
  return Response.json(body, { status, headers: { ...HEADERS, ...headers } });
}

/** RFC 9110 section 15.5.6. `allow`: the method that exists. */
export function methodNotAllowed(allow: 'GET' | 'POST' = 'POST'): Response {
  return problem('method_not_allowed', { allow });
}

/** RFC 9110 section 15.6.4. */
export function tryAgain(): Response {
  return problem('temporarily_unavailable', { 'retry-after': String(ENDPOINT_LIMITS.retryAfter) });
}

/** The token names several workspaces. `addresses`: one of each. */
export function chooseAddress(addresses: readonly string[]): Response {
  const detail = `The access token is good for several workspaces, and this address is for people of one. Use one of these addresses instead: ${addresses.join(', ')}`;
  return forbidden('several_workspaces', { title: 'Several workspaces', detail, addresses });
}

/** The token names no workspace. */
export function noWorkspace(): Response {
  const detail = 'The access token is good for no workspace. The operator of the identity provider adds one.';
  return forbidden('no_workspace', { title: 'No workspace', detail });
}

function forbidden(code: string, more: { title: string; detail: string; addresses?: readonly string[] }) {
  const body = { type: `urn:connections:problem:${code}`, status: 403, code, ...more };
  return Response.json(body, { status: 403, headers: HEADERS });
}

/** A JSON-RPC error as the HTTP transport of MCP answers a request that it cannot read. */
export function rpcError(status: number, { code, message }: { code: number; message: string }): Response {
  const body = { jsonrpc: '2.0', id: null, error: { code, message } };
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** The client begins a new session when it gets this (MCP 2025-11-25, transports, session management). */
export const sessionNotFound = () => rpcError(404, { code: -32001, message: 'Session not found' });
