/**
 * Refreshes against the floor that the provider's latency and the cap of one app set: what a tick gets done in a second, what
 * it asks of the table, what CPU it takes, and whether its memory grows with what is due.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LIMITS } from '../../src/broker/limits.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { ConnectionStore, DueItem } from '../../src/broker/stores.ts';
import { DUE_SHARDS } from '../../src/contract/table.ts';
import { type ProvePorts, proveWorld } from '../../test/prove/world.ts';

export interface RefreshReport {
  /** Milliseconds that the provider took for each answer. */
  providerLatency: number;
  appConcurrency: number;
  refreshes: number;
  perSecond: number;
  /** Cap divided by latency. */
  floorPerSecond: number;
  /** Share of the floor that was reached. */
  ofFloor: number;
  /** Milliseconds of this process's CPU for one refresh: sealing, protocol and bookkeeping, without any table's client. */
  cpuPerRefresh: number;
  /** Table operations for one refresh. */
  operationsPerRefresh: number;
  /** Most bytes of heap that a tick held beside what it found, by how many items were due. */
  heap: { due: number; megabytes: number }[];
}

const MINUTE = 60_000;
const LATENCY = 50;

export async function measureRefresh(refreshes: number): Promise<RefreshReport> {
  const { world, ports, counted } = await dueNow(refreshes);
  const slow: ProvePorts['fetch'] = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, LATENCY));
    return ports.fetch(request);
  };
  const cpu = process.cpuUsage();
  const began = performance.now();
  const report = await runTick({ ...ports, fetch: slow }, world.now() + MINUTE);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  if (report.outcomes.refreshed !== refreshes)
    throw new Error(`only ${report.outcomes.refreshed} were refreshed`);
  const floorPerSecond = (LIMITS.appConcurrency / LATENCY) * 1_000;
  return {
    providerLatency: LATENCY,
    appConcurrency: LIMITS.appConcurrency,
    refreshes,
    perSecond: refreshes / seconds,
    floorPerSecond,
    ofFloor: refreshes / seconds / floorPerSecond,
    cpuPerRefresh: (user + system) / 1_000 / refreshes,
    operationsPerRefresh: counted.operations / refreshes,
    heap: [await heapOfTick(10_000), await heapOfTick(100_000)],
  };
}

/** Connections of one app, all due, over stores that count what they are asked. */
async function dueNow(count: number) {
  const world = proveWorld(1);
  for (let number = 0; number < count; number++)
    await world.connect({ workspaceId: `w${number}`, connectionId: `grace~c${number}` }, 'grace');
  world.advance(60 * MINUTE);
  const ports = world.portsOf(1, () => 'fair');
  const counted = { operations: 0 };
  const count1 =
    <Given extends unknown[], Result>(call: (...given: Given) => Result) =>
    (...given: Given) => {
      counted.operations++;
      return call(...given);
    };
  const { connections, appHealth } = ports;
  const counting = {
    ...ports,
    connections: { ...connections, read: count1(connections.read), change: count1(connections.change) },
    appHealth: { ...appHealth, read: count1(appHealth.read), change: count1(appHealth.change) },
  };
  return { world, ports: counting, counted };
}

/** The index names as many as it is told to; each leads to a connection that somebody refreshed already. */
async function heapOfTick(due: number): Promise<{ due: number; megabytes: number }> {
  const world = proveWorld(2);
  const ports = world.portsOf(1, () => 'fair');
  let most = 0;
  const connections: ConnectionStore = {
    ...ports.connections,
    due: async (shard, { limit, after }) =>
      pageOf(shard, { limit, from: after ? after.dueAt + 1 : 0, of: due }),
    read: async () => {
      most = Math.max(most, process.memoryUsage().heapUsed);
      return undefined;
    },
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  const report = await runTick({ ...ports, connections }, world.now() + MINUTE);
  if (report.due !== due) throw new Error(`${report.due} of ${due} were seen`);
  return { due, megabytes: (most - before) / 1024 ** 2 };
}

function pageOf(shard: number, { limit, from, of }: { limit: number; from: number; of: number }) {
  if (shard >= DUE_SHARDS) return { items: [] };
  const end = Math.min(from + limit, of / DUE_SHARDS);
  const items: DueItem[] = [];
  for (let number = from; number < end; number++)
    items.push({
      key: { workspaceId: `w${shard}-${number}`, connectionId: 'grace' },
      dueAt: number,
      appKey: `verified/p${number % 20}/1`,
      status: 'active',
    });
  const last = items.at(-1);
  return last && end < of / DUE_SHARDS ? { items, next: last } : { items };
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
