/** A server whose list of tools changes, and what its workspace reads of that. */

import type { ApiClient } from '../../../local/demo/api-client.ts';
import { ENDPOINT_LIMITS } from '../../../src/endpoint/limits.ts';
import type { EndpointWorld } from '../endpoint-world.ts';
import { putServer, startUpstreamServer, text } from '../upstream-server.ts';
import { listed } from './listed-tools.ts';

export interface Definition {
  name: string;
  [key: string]: unknown;
}

export const READ: Definition = {
  name: 'read',
  description: 'Reads one page.',
  inputSchema: {
    type: 'object',
    properties: { page: { type: 'string' }, part: { type: 'number' } },
    required: ['page'],
  },
  annotations: { readOnlyHint: true },
};
export const SEND: Definition = { name: 'send', description: 'Sends a letter.' };

export interface ChangingServer {
  id: string;
  /** Its names in a list of ada at the workspace's address, without the beginning. Five minutes after the list before. */
  names(person?: 'ada' | 'bob'): Promise<string[]>;
  /** From now on it lists these. */
  become(...tools: Definition[]): void;
  /** What its calls were. */
  called: string[];
}

export async function startChanging(
  endpoint: EndpointWorld,
  tools: Definition[],
  options: Parameters<typeof putServer>[2] = {},
): Promise<ChangingServer> {
  const called: string[] = [];
  const current = structuredClone(tools);
  const upstream = await startUpstreamServer({
    tools: current,
    call: ({ name }) => {
      called.push(name);
      return text('done');
    },
  });
  const { id } = await putServer(endpoint, upstream, options);
  return {
    ...{ id, called },
    become: (...next) => void current.splice(0, current.length, ...structuredClone(next)),
    async names(person = 'ada') {
      endpoint.world.advance(ENDPOINT_LIMITS.listKept);
      const { names } = await listed(endpoint, `${endpoint.address}/acme`, person);
      return names.filter((name) => name.startsWith(`${id}__`)).map((name) => name.slice(id.length + 2));
    },
  };
}

interface Entry {
  type: string;
  actor?: string;
  server?: string;
  toolChanges?: { tool: string; before?: string; after?: string }[];
  toolsChanged?: number;
  outcome?: string;
}

/** The entries of changes and approvals of a server, oldest first. */
export async function entriesOf(person: ApiClient, workspace: string, server: string): Promise<Entry[]> {
  const query = `server=${server}&type=tools_changed,tools_approved`;
  const { body } = await person.request<{ activity: Entry[] }>(
    'GET',
    `/v1/workspaces/${workspace}/activity?${query}`,
  );
  return body.activity.toReversed();
}

export const FINGERPRINT = /^[A-Za-z0-9_-]{43}$/;
