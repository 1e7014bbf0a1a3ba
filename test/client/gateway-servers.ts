/**
 * MCP servers of a runtime that puts the client package between MCP clients and the demo's notes server, in both eras: what
 * a runtime's own handler of `tools/call` looks like.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as OldMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js';
import { createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import {
  NotInjected,
  notConnectedAnswer,
  type RequestBinding,
  type StateKey,
  verifyRequestState,
} from '../../client/src/index.ts';

/** Calls the notes server with a token; throws NotInjected. */
export type CallNotes = () => Promise<string>;
export const STATE: StateKey & RequestBinding = {
  key: new Uint8Array(32).fill(7),
  workspaceId: 'acme',
  subject: 'ada',
  server: 'demo-notes',
  method: 'tools/call',
  params: { name: 'list_notes', arguments: {} },
};
const ok = (text: string) => ({ content: [{ type: 'text' as const, text }] });

export interface Gateway {
  url: string;
  /** `requestState` of each call, and whether it was good. */
  states: string[];
}

export async function startModernGateway(callNotes: CallNotes): Promise<Gateway> {
  const states: string[] = [];
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'gateway', version: '1' });
    server.registerTool('list_notes', { description: 'Lists notes.' }, async ({ mcpReq }) => {
      const state = mcpReq.requestState<string>();
      if (state !== undefined) states.push(String(verifyRequestState(STATE, state, STATE).valid));
      try {
        return ok(await callNotes());
      } catch (error) {
        if (!(error instanceof NotInjected)) throw error;
        const answer = notConnectedAnswer({
          refusal: error.refusal,
          era: 'modern',
          clientCapabilities: server.server.getClientCapabilities(),
          state: STATE,
          inputResponses: mcpReq.inputResponses,
        });
        if (answer.kind === 'tool_result') return answer.result;
        if (answer.kind !== 'input_required') throw error;
        const { inputRequests, requestState } = answer.result;
        const connect = inputRequired.elicitUrl(inputRequests.connect.params);
        return inputRequired({ inputRequests: { connect }, requestState });
      }
    });
    return server;
  });
  return { url: await listen(toNodeHandler(handler)), states };
}

export async function startLegacyGateway(callNotes: CallNotes): Promise<Gateway> {
  const open = new Map<string, StreamableHTTPServerTransport>();
  const url = await listen((request, response) => {
    void (async () => {
      const known = open.get(String(request.headers['mcp-session-id']));
      await (known ?? (await newSession(callNotes, open))).handleRequest(request, response);
    })();
  });
  return { url, states: [] };
}

async function newSession(callNotes: CallNotes, open: Map<string, StreamableHTTPServerTransport>) {
  const server = new OldMcpServer({ name: 'gateway', version: '1' });
  server.registerTool('list_notes', { description: 'Lists notes.' }, async () => {
    try {
      return ok(await callNotes());
    } catch (error) {
      if (!(error instanceof NotInjected)) throw error;
      const clientCapabilities = server.server.getClientCapabilities();
      const answer = notConnectedAnswer({ refusal: error.refusal, era: 'legacy', clientCapabilities });
      if (answer.kind === 'tool_result') return answer.result;
      if (answer.kind !== 'error') throw error;
      throw new UrlElicitationRequiredError(answer.error.data.elicitations, answer.error.message);
    }
  });
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void open.set(id, transport),
  });
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  return transport;
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}
