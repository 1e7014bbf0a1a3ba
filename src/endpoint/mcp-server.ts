/** The MCP server for one request of a client: tools alone, and nothing that would hold a connection open. */
import {
  type ListToolsResult,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
} from '@modelcontextprotocol/server';
import { errorName } from '../broker/error-name.ts';
import type { Runtime } from './runtime.ts';
import type { Session } from './session-id.ts';
import { answerCall } from './tools/answer-call.ts';
import { listTools } from './tools/list-tools.ts';
import type { Visit } from './visit.ts';

export interface Serving {
  visit: Visit;
  /** Of an older client. Undefined: the client speaks 2026-07-28, or begins a session. */
  session?: Session | undefined;
  /** The schema of the tool that this request calls, if it is known. */
  inputSchema?: Record<string, unknown> | undefined;
}

const INFO = { name: 'connections', title: 'Connections', version: '1.0.0' };
/** What a list says changes with each connection, and is that of a person. */
const NEVER_KEPT = { ttlMs: 0, cacheScope: 'private' as const };

/** The SDK asks for the schema of the tool that is called, and compares a request's `Mcp-Param-*` headers with its arguments by it. */
class ServerOfOneRequest extends McpServer {
  readonly #inputSchema: Serving['inputSchema'];

  constructor(inputSchema: Serving['inputSchema'], ...given: ConstructorParameters<typeof McpServer>) {
    super(...given);
    this.#inputSchema = inputSchema;
  }

  override toolInputSchemaJson(): Serving['inputSchema'] {
    return this.#inputSchema;
  }
}

export function createMcpServer(runtime: Runtime, { visit, session, inputSchema }: Serving): McpServer {
  const mcp = new ServerOfOneRequest(inputSchema, INFO, {
    cacheHints: { 'tools/list': NEVER_KEPT, 'server/discover': NEVER_KEPT },
  });
  // No `listChanged`: a client would wait for it on an open stream. The constructor would add it.
  mcp.server.registerCapabilities({ tools: {} });
  handleTools(mcp.server, runtime, { visit, session });
  return mcp;
}

function handleTools(server: Server, runtime: Runtime, { visit, session }: Serving): void {
  server.setRequestHandler('tools/list', () => listCounted(runtime, visit));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const clientCapabilities = server.getClientCapabilities();
    return answerCall(runtime, { visit, session, clientCapabilities, params, context }).catch(
      (error: unknown) => internal(runtime, error),
    );
  });
}

async function listCounted(runtime: Runtime, visit: Visit): Promise<ListToolsResult> {
  const leave = runtime.listing.begin(visit);
  if (!leave)
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      'Too many lists are asked for at once. Ask again when some of them have ended.',
    );
  try {
    return await listTools(runtime, visit);
  } catch (error) {
    return notListed(runtime, visit, error);
  } finally {
    leave();
  }
}

/** The SDK would send the text of any other error. */
function internal({ log }: Runtime, error: unknown): never {
  if (error instanceof ProtocolError) throw error;
  log.error('unhandled', { error: errorName(error) });
  throw new ProtocolError(ProtocolErrorCode.InternalError, 'The endpoint has a fault.');
}

function notListed({ log }: Runtime, { workspaceId }: Visit, error: unknown): never {
  log.warn('tools_not_listed', { workspaceId, error: errorName(error) });
  throw new ProtocolError(ProtocolErrorCode.InternalError, 'The tools cannot be listed now.');
}
