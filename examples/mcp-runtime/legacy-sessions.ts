/** Sessions for clients of 2025-11-25 and older, which declare their capabilities only once, at `initialize`. */
import { randomUUID } from 'node:crypto';
import {
  type McpHandlerRequestOptions,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Caller } from './verify-caller.ts';

/** At this number the oldest session is closed. A runtime for many people should close idle sessions instead. */
const MOST_SESSIONS = 200;

interface Session {
  /** Workspace and subject that opened the session. Other callers are refused even if they know its id. */
  owner: string;
  transport: WebStandardStreamableHTTPServerTransport;
}

export interface LegacySessions {
  fetch(request: Request, options: McpHandlerRequestOptions & { caller: Caller }): Promise<Response>;
  close(): Promise<void>;
}

/** An empty list of sessions; `newServer` creates the MCP server of each. */
export function createLegacySessions(newServer: () => Server): LegacySessions {
  const open = new Map<string, Session>();
  return {
    async fetch(request, { caller, authInfo }) {
      const id = request.headers.get('mcp-session-id');
      const owner = `${caller.workspaceId} ${caller.subject}`;
      const known = id === null ? undefined : open.get(id);
      if (id !== null && known?.owner !== owner) return sessionNotFound();
      const transport = known?.transport ?? (await openSession(open, { owner, server: newServer() }));
      return transport.handleRequest(request, { authInfo });
    },
    async close() {
      await Promise.all([...open.values()].map(({ transport }) => transport.close()));
    },
  };
}

/** Opens a session with an `initialize`. The transport refuses any other message, and then no session is kept. */
async function openSession(
  open: Map<string, Session>,
  { owner, server }: { owner: string; server: Server },
): Promise<WebStandardStreamableHTTPServerTransport> {
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => {
      const [oldest] = open.size < MOST_SESSIONS ? [] : open;
      if (oldest) void oldest[1].transport.close();
      open.set(id, { owner, transport });
    },
  });
  await server.connect(transport);
  const closed = server.onclose;
  server.onclose = () => {
    closed?.();
    if (transport.sessionId !== undefined) open.delete(transport.sessionId);
  };
  return transport;
}

function sessionNotFound(): Response {
  const error = { code: -32001, message: 'Session not found' };
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 });
}
