/** connections-api over calls in memory: people of two workspaces, calls at chosen times, and a count of what is read. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../../src/broker/caller.ts';
import { operationDay } from '../../src/broker/inject/operation-id.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { ToolCall } from '../../src/broker/records.ts';
import type { CallReads } from '../../src/broker/stores.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { added } from '../adapters/samples.ts';
import { memoryStores } from '../memory/memory-stores.ts';
import { openStage, START } from '../rows/stage.ts';

export const ISSUER = 'https://idp.example';
export const DAY = 86_400_000;
/** In the middle of a day. */
export const NOW = START + DAY / 2;

const ROLES: Record<string, Record<string, Role>> = {
  ada: { acme: 'admin', globex: 'member' },
  bob: { acme: 'member', globex: 'member' },
  carol: { acme: 'member' },
  mallory: { globex: 'admin' },
};

export interface Body {
  code?: string;
  day?: string;
  total?: number;
  counts?: Record<string, unknown>[];
  cursor?: string;
  calls: (Record<string, unknown> & { operationId: string })[];
}

export async function callsWorld() {
  const { ports } = await openStage({
    fetch: () => Promise.reject(new Error('no provider is asked here')),
    startsAt: NOW,
  });
  const { toolCalls, callReads } = memoryStores();
  const read = { queries: 0, records: 0 };
  const api = createConnectionsApi(
    { ...ports, callReads: countedReads(callReads, read) },
    {
      log: ports.log,
      newCorrelationId: () => 'an-id',
      // `impostor` has Bob’s subject at another issuer.
      verifyCaller: async (token) => {
        const issuer = token === 'impostor' ? 'https://other.example' : ISSUER;
        const subject = token === 'impostor' ? 'bob' : token;
        return { issuer, subject, roles: new Map(Object.entries(ROLES[subject] ?? {})) };
      },
    },
  );
  const get = (person: string, path: string, headers: Record<string, string> = {}) =>
    api.request(path, { headers: { authorization: `Bearer ${person}`, ...headers } });
  return {
    ports: ports as Ports,
    read,
    /** Records a call, some time ago, and returns its id. */
    async called(record: Partial<ToolCall> = {}, { ago = 0, workspaceId = 'acme' } = {}): Promise<string> {
      const operationId = uuidV7(NOW - ago, randomBytes(10));
      const caller = { issuer: ISSUER, subject: 'bob' };
      const usual = { server: 'crm', tool: 'find', connectionId: 'google', outcome: 'injected' } as const;
      await toolCalls.add(
        { workspaceId, day: operationDay(operationId), operationId },
        added({ at: NOW - ago, caller, ...usual, ...record }),
      );
      return operationId;
    },
    get,
    async json(person: string, path: string): Promise<Body & { status: number }> {
      const response = await get(person, path);
      return { status: response.status, ...((await response.json()) as Body) };
    },
    /** All calls of a list, page by page, and how many pages there were. */
    async walk(person: string, query = ''): Promise<{ ids: string[]; pages: number }> {
      const ids: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const more: string = cursor === undefined ? '' : `&cursor=${cursor}`;
        const response = await get(person, `/v1/workspaces/acme/calls?${query}${more}`);
        if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
        const body = (await response.json()) as Body;
        ids.push(...body.calls.map(({ operationId }) => operationId));
        cursor = body.cursor;
        pages += 1;
      } while (cursor !== undefined);
      return { ids, pages };
    },
  };
}

function countedReads(reads: CallReads, count: { queries: number; records: number }): CallReads {
  const noted = <T extends { items: unknown[] }>(page: T): T => {
    count.queries += 1;
    count.records += page.items.length;
    return page;
  };
  return {
    call: reads.call,
    calls: async (...asked) => noted(await reads.calls(...asked)),
    names: async (...asked) => noted(await reads.names(...asked)),
  };
}
