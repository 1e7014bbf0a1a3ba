/**
 * A remote MCP server, which takes tokens of its own authorization server alone. A request without a good one is answered with a
 * challenge (RFC 6750 section 3, RFC 9728 section 5.1), and so is a call of a tool whose scope the token lacks.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { Grant } from './remote-server-options.ts';
import { SCOPE_OF_TOOL } from './scopes.ts';

export interface NotesServer {
  /** Also the resource of its tokens. */
  url: string;
  /** The notes that were added, by account. */
  notes: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

interface Authorization {
  issuer: () => string;
  grantOf: (token: string) => Promise<Grant | undefined>;
}

const PATH = '/mcp';
const METADATA = `/.well-known/oauth-protected-resource${PATH}`;
const FIRST_SCOPE = 'notes:write';

/** Starts it on a port of 127.0.0.1; port 0 takes a free one. */
export async function startNotesServer(port: number, authorization: Authorization): Promise<NotesServer> {
  const notes = new Map<string, string[]>();
  const mcp = createMcpHandler(() => newServer(authorization, notes));
  const { origin, close } = await listenOnLoopback(port, (origin) => {
    const handle = toNodeHandler({ fetch: (request) => answer(request, origin) });
    return (request, response) => route(request, response, { origin, handle });
  });
  return {
    url: origin + PATH,
    notes,
    async close() {
      await mcp.close();
      await close();
    },
  };

  async function answer(request: Request, origin: string): Promise<Response> {
    const token = tokenIn(request.headers);
    const grant = token === undefined ? undefined : await authorization.grantOf(token);
    if (grant?.resource !== origin + PATH)
      return challenge(401, origin, { ...(token && { error: 'invalid_token' }), scope: FIRST_SCOPE });
    const scope = await scopeNeeded(request.clone());
    if (scope !== undefined && !grant.scopes.includes(scope))
      return challenge(403, origin, { error: 'insufficient_scope', scope });
    return mcp.fetch(request);
  }

  function route(
    request: IncomingMessage,
    response: ServerResponse,
    { origin, handle }: { origin: string; handle: ReturnType<typeof toNodeHandler> },
  ): void {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === PATH) handle(request, response).catch(() => response.destroy());
    else if (path === METADATA)
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(metadataOf(origin, authorization.issuer())));
    else response.writeHead(404).end();
  }
}

function tokenIn(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** RFC 9728 section 2. */
function metadataOf(origin: string, issuer: string) {
  return {
    resource: origin + PATH,
    authorization_servers: [issuer],
    scopes_supported: [FIRST_SCOPE],
    bearer_methods_supported: ['header'],
    resource_name: 'Notes',
  };
}

function challenge(status: 401 | 403, origin: string, parameters: Record<string, string>): Response {
  const all = { ...parameters, resource_metadata: origin + METADATA };
  const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return new Response(null, { status, headers: { 'www-authenticate': `Bearer ${text.join(', ')}` } });
}

async function scopeNeeded(request: Request): Promise<string | undefined> {
  const body = (await request.json().catch(() => undefined)) as
    | { method?: string; params?: { name?: string } }
    | undefined;
  return body?.method === 'tools/call' ? SCOPE_OF_TOOL[body.params?.name ?? ''] : undefined;
}

function newServer({ grantOf }: Authorization, notes: Map<string, string[]>): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const accountOf = async (request: { headers: Headers } | undefined) =>
    (await grantOf((request && tokenIn(request.headers)) ?? ''))?.account ?? 'nobody';
  server.registerTool(
    'add_note',
    {
      title: 'Add a note',
      description: 'Adds a note.',
      inputSchema: z.object({ text: z.string().max(1000) }),
    },
    async ({ text }, { http }) => {
      const account = await accountOf(http?.req);
      const all = [...(notes.get(account) ?? []), text];
      notes.set(account, all);
      return said(`Added to the notes of ${account}, who has ${all.length} now.`);
    },
  );
  server.registerTool(
    'share_notes',
    { title: 'Share the notes', description: 'Shares all notes. It needs a further scope.' },
    async ({ http }) => said(`The notes of ${await accountOf(http?.req)} are shared.`),
  );
  return server;
}

function said(text: string) {
  return { content: [{ type: 'text' as const, text }] };
}
