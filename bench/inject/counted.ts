/** Many injections of one process: what arrives at the wire for them, and what stays in memory. */
import { LIMITS } from '../../src/broker/limits.ts';
import type { Child } from '../child.ts';
import type { Counted } from '../stand-ins.ts';

export interface CountedInjections {
  injections: number;
  reads: number;
  writes: number;
  /** And reads of the data key: one each time that its age is up, every five minutes. */
  kmsCalls: number;
  other: number;
  /** Times that the data key's age was up since the process was warm. */
  keyRenewals: number;
  /** How often the process may have read what the workspace stored for its one server. */
  serverReads: number;
  /** Bytes of the heap after a fifth of them and after all, each after a full collection. */
  heapAfterAFifth: number;
  heapAfterAll: number;
}

const CALLERS = 16;

export async function countInjections(
  { injector, standIns }: { injector: Child; standIns: Child },
  injections: number,
): Promise<CountedInjections> {
  const began = Date.now();
  const before = await standIns.ask<Counted>('counts');
  const first = Math.floor(injections / 5);
  await injector.ask('run', { calls: first, callers: CALLERS });
  const heapAfterAFifth = await injector.ask<number>('heap');
  await injector.ask('run', { calls: injections - first, callers: CALLERS });
  const heapAfterAll = await injector.ask<number>('heap');
  const after = await standIns.ask<Counted>('counts');
  const { GetItem = 0, PutItem = 0, UpdateItem = 0, Decrypt = 0, ...others } = difference(after, before);
  return {
    injections,
    reads: GetItem,
    writes: PutItem + UpdateItem,
    kmsCalls: Decrypt,
    other: Object.values(others).reduce((sum, count) => sum + count, 0),
    keyRenewals: Math.ceil((Date.now() - began) / LIMITS.dataKeyAge),
    serverReads: 1 + Math.ceil((Date.now() - began) / LIMITS.ownServerAge),
    heapAfterAFifth,
    heapAfterAll,
  };
}

function difference({ requests }: Counted, before: Counted): Record<string, number> {
  const entries = Object.entries(requests).map(
    ([operation, count]) => [operation, count - (before.requests[operation] ?? 0)] as const,
  );
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
