import type { z } from 'zod';
import type { KnownServerList, McpServerList } from '../../../src/contract/resources.ts';
import { type ApiClient, inWorkspace } from './client.ts';
import type { Known, Server, ServerBody } from './types.ts';

/** A tool as its server describes it. */
export interface Tool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: unknown;
}

export interface TrialRequest {
  /** A UUIDv7, which works once. */
  operationId: string;
  tool: string;
  arguments?: Record<string, unknown>;
  /** What the person saw and confirmed. */
  confirmed: { server: string; tool: string; connectionId: string; url: string; connectedAt: string };
}

export interface TrialAnswer {
  operationId: string;
  connectionId: string;
  /** Whether the tool says that it failed. */
  isError: boolean;
  text: string;
  cut: boolean;
}

/** MCP servers of a workspace. */
export function serversApi(client: ApiClient, workspace: string) {
  const path = (id: string, ...rest: string[]) => inWorkspace(workspace, 'mcp-servers', id, ...rest);
  return {
    list: async (): Promise<Server[]> =>
      (await client.json<z.infer<typeof McpServerList>>('GET', inWorkspace(workspace, 'mcp-servers')))
        .servers,
    /** The remote MCP servers that the catalogue knows. */
    known: async (): Promise<Known[]> =>
      (await client.json<z.infer<typeof KnownServerList>>('GET', '/v1/known-servers')).servers,
    /** Registers an MCP server of the workspace. A remote one needs its `url` alone. */
    put: (id: string, body: ServerBody): Promise<Server> => client.json('PUT', path(id), body),
    /** Asks the server for its tools, which is a call of it. */
    tools: (
      id: string,
      body: { operationId: string; connectionId?: string },
    ): Promise<{ connectionId: string; url: string; connectedAt: string; tools: Tool[]; more: boolean }> =>
      client.json('POST', path(id, 'tools'), body),
    /** One call of one tool. */
    trial: (id: string, body: TrialRequest): Promise<TrialAnswer> =>
      client.json('POST', path(id, 'trial'), body),
    remove: async (id: string): Promise<void> => void (await client.request('DELETE', path(id))),
  };
}
