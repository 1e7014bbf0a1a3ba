/** One address at which MCP clients of every era call the tools of a person's workspaces. */
import {
  createMcpHandler,
  isJsonContentType,
  isLegacyRequest,
  readRequestBody,
} from '@modelcontextprotocol/server';
import { errorName } from '../broker/error-name.ts';
import type { EndpointPorts } from './endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from './limits.ts';
import { createMcpServer, type Serving } from './mcp-server.ts';
import { metadataOf } from './metadata.ts';
import { type Asked, readPath } from './read-path.ts';
import { methodNotAllowed, problem, rpcError } from './refuse.ts';
import { type Runtime, runtimeOf } from './runtime.ts';
import { answerSessionMethod, serveLegacy } from './serve-legacy.ts';
import { schemaCalled } from './tools/schema-called.ts';
import { type Visit, visitOf } from './visit.ts';

export type { EndpointPorts, EndpointSettings } from './endpoint-ports.ts';

export interface Endpoint {
  /** Answers a request. Of its URL only the path counts. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Ends what runs. */
  close(): Promise<void>;
}

export function createEndpoint(ports: EndpointPorts): Endpoint {
  const runtime = runtimeOf(ports);
  const modern = createMcpHandler(
    ({ authInfo }) => createMcpServer(runtime, authInfo?.extra as unknown as Serving),
    // No stream is held open for changes, because none is told.
    { legacy: 'reject', maxSubscriptions: 0, maxRequestBodySize: LIMITS.requestBytes },
  );
  const serveModern: ServeModern = async (visit, posted) => {
    const serving: Serving = { visit, inputSchema: await schemaCalled(runtime, visit, posted) };
    const authInfo = { token: visit.token, clientId: '', scopes: [], extra: { ...serving } };
    return modern.fetch(posted.request, { authInfo, parsedBody: posted.message });
  };
  return {
    fetch: (request) => answer(runtime, request, serveModern).catch((error) => internal(ports, error)),
    close: () => modern.close(),
  };
}

type ServeModern = (visit: Visit, posted: { request: Request; message: unknown }) => Promise<Response>;

async function answer(runtime: Runtime, request: Request, serveModern: ServeModern): Promise<Response> {
  const { settings } = runtime;
  const asked = readPath(settings.address, request.url);
  if (!asked) return problem('not_found');
  if (asked.kind === 'metadata') return metadata(runtime, asked, request);
  const visit = await visitOf(runtime, asked.path, request);
  if (visit instanceof Response) return visit;
  if (request.method !== 'POST') return answerSessionMethod(runtime, visit, request);
  const message = await messageOf(request);
  if (message instanceof Response) return message;
  const posted = { request, message: message.parsed };
  return (await isLegacyRequest(request, message.parsed))
    ? serveLegacy(runtime, visit, posted)
    : serveModern(visit, posted);
}

/** RFC 9728 section 3.2. Clients that run in a page read it too. */
function metadata({ settings }: Runtime, { path }: Asked, { method }: Request): Response {
  if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET');
  const headers = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };
  return Response.json(metadataOf(settings, path), { headers });
}

async function messageOf(request: Request): Promise<{ parsed: unknown } | Response> {
  if (!isJsonContentType(request.headers.get('content-type'))) return problem('unsupported_media_type');
  const body = await readRequestBody(request, LIMITS.requestBytes);
  if (body.tooLarge) return problem('payload_too_large');
  const parsed = parsedOf(body.text);
  if (parsed === undefined) return rpcError(400, { code: -32700, message: 'Parse error' });
  // Of all versions 2025-03-26 alone has batches, and one would be a hundred calls that no limit counts (T232).
  if (Array.isArray(parsed)) return rpcError(400, { code: -32600, message: 'Batches are not taken' });
  return { parsed };
}

/** Undefined: it is no JSON. */
function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function internal({ log }: Pick<EndpointPorts, 'log'>, error: unknown): Response {
  log.error('unhandled', { error: errorName(error) });
  return problem('internal');
}
