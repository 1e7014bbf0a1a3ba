/** Serves clients of 2025-11-25 and older. What they declared at `initialize` comes back in the id of their session. */
import {
  isInitializeRequest,
  isJSONRPCNotification,
  legacyStatelessFallback,
  type McpHandlerRequestOptions,
} from '@modelcontextprotocol/server';
import { ENDPOINT_LIMITS as LIMITS } from './limits.ts';
import { createMcpServer } from './mcp-server.ts';
import { methodNotAllowed, rpcError, sessionNotFound } from './refuse.ts';
import type { Runtime } from './runtime.ts';
import { newSessionId, type Session, sessionOf } from './session-id.ts';
import type { Visit } from './visit.ts';

const SESSION_ID = 'mcp-session-id';

/** Answers a POST. `message`: its body, which is no batch. */
export async function serveLegacy(
  runtime: Runtime,
  visit: Visit,
  { request, message }: { request: Request; message: unknown },
): Promise<Response> {
  if (isInitializeRequest(message)) return begin(runtime, visit, { request, message });
  const session = await sessionIn(runtime, visit, request);
  if (session instanceof Response) return session;
  cancelIn(runtime, session, message);
  return serve(runtime, { visit, session }, request, { parsedBody: message });
}

/** Answers the other methods: there is no stream to listen on, and no session to delete, since nothing is kept of it. */
export async function answerSessionMethod(
  runtime: Runtime,
  visit: Visit,
  request: Request,
): Promise<Response> {
  if (request.method !== 'DELETE' || !request.headers.has(SESSION_ID)) return methodNotAllowed();
  const session = await sessionIn(runtime, visit, request);
  return session instanceof Response ? session : methodNotAllowed();
}

async function begin(
  runtime: Runtime,
  visit: Visit,
  { request, message }: { request: Request; message: { params?: unknown } },
): Promise<Response> {
  const response = await serve(runtime, { visit }, request, { parsedBody: message });
  if (!response.ok) return response;
  const headers = new Headers(response.headers);
  headers.set(SESSION_ID, await newSessionId(runtime, visit, message.params));
  return new Response(response.body, { status: response.status, headers });
}

function serve(
  runtime: Runtime,
  serving: { visit: Visit; session?: Session },
  request: Request,
  options: McpHandlerRequestOptions,
): Promise<Response> {
  const handle = legacyStatelessFallback(
    () => createMcpServer(runtime, serving),
    () => runtime.log.warn('mcp_request_refused', { workspaceId: serving.visit.workspaceId }),
    { maxRequestBodySize: LIMITS.requestBytes },
  );
  return handle(request, options);
}

async function sessionIn(runtime: Runtime, visit: Visit, request: Request): Promise<Session | Response> {
  const id = request.headers.get(SESSION_ID);
  if (id === null) return rpcError(400, { code: -32000, message: 'Mcp-Session-Id is missing' });
  return (await sessionOf(runtime, visit, id)) ?? sessionNotFound();
}

/** One's own calls alone: the session of the cancellation is that of the call. */
function cancelIn({ running }: Runtime, { id }: Session, message: unknown): void {
  if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return;
  running.cancel(id, message.params?.requestId);
}
