/**
 * The use cases behind token-tick, token-refresh and token-injector, each with a log and metrics of its own, over one provider
 * that answers as it is told. What the use cases write is what CloudWatch would read.
 */
import { dropbox } from '../../../local/scripted-providers/providers/dropbox.ts';
import { putVerifiedApp } from '../../../src/broker/apps/put-verified-app.ts';
import { dueShard } from '../../../src/broker/connection/due-shard.ts';
import { answerInjection } from '../../../src/broker/inject/answer-injection.ts';
import type { Ports } from '../../../src/broker/ports.ts';
import { answerRefresh } from '../../../src/broker/refresh/answer-refresh.ts';
import { answerTick } from '../../../src/broker/refresh/answer-tick.ts';
import { type NotedRefreshes, noteIn, refreshMetrics } from '../../../src/broker/refresh/refresh-metrics.ts';
import type { FunctionName } from '../../../src/contract/environment.ts';
import { VERIFIED } from '../../../src/contract/identifiers.ts';
import { dropbox as definition } from '../../../src/providers/dropbox.ts';
import { createJsonLog } from '../../../src/system/json-log.ts';
import { countedLog, createMeter, type Meter } from '../../../src/system/meter.ts';
import { memoryWorld } from '../../providers/memory-world.ts';
import { CLIENT } from '../../providers/world.ts';
import { connectOwnApp } from '../../setup/own-app-connection.ts';

const MINUTE = 60_000;

export interface Told {
  /** The provider's answer to each request, and how long it takes. */
  answer: () => Response;
  takes?: number;
  /** Whether token-refresh cannot be invoked. */
  isOutOfReach?: boolean;
}
export interface Tenants {
  /** Whose OAuth app the connections have. */
  app: 'verified' | 'own';
  workspaces: number;
  connections: number;
}

/** Lines of three functions after all connections ran out: some ticks, and calls for a token. */
export async function linesOf(
  tenants: Tenants,
  told: Told,
): Promise<Partial<Record<FunctionName, string[]>>> {
  const world = memoryWorld(dropbox, {
    provider: definition,
    change: async () => {
      world.advance(told.takes ?? 0);
      return told.answer();
    },
  });
  await putVerifiedApp(world.ports, { provider: 'dropbox', clientId: CLIENT.clientId });
  const keys = await connectAll(world.ports, tenants);
  const [tick, refresh, injector] = (['token-tick', 'token-refresh', 'token-injector'] as const).map((name) =>
    writerOf(name, world.now),
  ) as [Writer, Writer, Writer];
  const onDemand = refresherOf({ ports: world.ports, ...refresh }, told);
  for (const key of keys) {
    const call = { kind: 'call', server: 'provider:dropbox', tool: 'list_folder' };
    for (let count = 0; count < 2; count++)
      await answerInjection(
        { ...world.ports, log: injector.log, refresher: onDemand, verifyCaller: undefined } as never,
        {
          version: '1',
          ...key,
          operation: { ...call, id: world.operationId() },
        },
      );
  }
  for (let count = 0; count < 3; count++) {
    world.advance(2 * MINUTE);
    const noted: NotedRefreshes = {};
    const ports = { ...world.ports, log: tick.log, noteRefresh: noteIn.bind(undefined, noted) } as never;
    const report = await answerTick(ports, { version: '1', kind: 'tick' }, world.now() + MINUTE);
    for (const { values, provider } of refreshMetrics(report, noted)) tick.meter(values, provider);
  }
  return { 'token-tick': tick.lines, 'token-refresh': refresh.lines, 'token-injector': injector.lines };
}

async function connectAll(ports: Ports, { app, workspaces, connections }: Tenants) {
  const keys = Array.from({ length: workspaces * connections }, (_, index) => ({
    workspaceId: `acme${index % workspaces}`,
    connectionId: `dropbox~n${index}`,
  }));
  const verified = await ports.apps.newest(VERIFIED, 'dropbox');
  const pinned = verified && {
    appOwner: VERIFIED,
    appVersion: verified.version,
    appUid: verified.uid,
    clientId: verified.clientId,
  };
  const now = ports.clock.now();
  for (const key of keys) {
    const due = { dueAt: now - 1_000, dueShard: dueShard(key), accessExpiresAt: now - 500 };
    await connectOwnApp(ports, key, { ...due, ...(app === 'verified' && pinned) });
  }
  return keys;
}

interface Writer {
  lines: string[];
  log: Ports['log'];
  meter: Meter;
}

/** As lambdas/process.ts puts them together. */
function writerOf(name: FunctionName, now: () => number): Writer {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const meter = createMeter({ write, source: () => ({ stage: 'prod', function: name }), now });
  return { lines, meter, log: countedLog(createJsonLog(write), meter) };
}

function refresherOf(
  { ports, log, meter }: { ports: Ports } & Writer,
  { isOutOfReach }: Told,
): Ports['refresher'] {
  return {
    async refresh(key, generation, rejected) {
      if (isOutOfReach) throw Object.assign(new Error('x'), { name: 'TooManyRequestsException' });
      const noted: NotedRefreshes = {};
      const all = { ...ports, log, noteRefresh: noteIn.bind(undefined, noted) } as never;
      // As it travels: what is undefined is not there.
      const event = JSON.parse(
        JSON.stringify({ version: '1', kind: 'connection', ...key, generation, rejected }),
      );
      const report = await answerRefresh(all, event, ports.clock.now() + MINUTE);
      for (const { values, provider } of refreshMetrics(report, noted)) meter(values, provider);
      return report as Awaited<ReturnType<Ports['refresher']['refresh']>>;
    },
  };
}
