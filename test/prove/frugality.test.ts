/**
 * What is not used costs next to nothing and does not die; what is used is always fresh.
 * Covers src/broker/connection/idle.ts, src/broker/connection/due-time.ts, src/broker/inject/note-use.ts,
 * src/broker/refresh/settle-due-item.ts.
 */
import { describe, expect, it } from 'vitest';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Connection } from '../../src/broker/records.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { ConnectionRefreshReport } from '../../src/contract/refresh.ts';
import { systemRandom } from '../../src/system/random.ts';
import { type ProveWorld, proveWorld } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const key = { workspaceId: 'acme', connectionId: 'grace' };

async function worldWith(idleAfter: number | undefined) {
  const world = proveWorld(31);
  await world.connect(key, 'grace');
  const ports = { ...world.portsOf(1, () => 'fair'), idleAfter };
  let writes = 0;
  const connections: typeof ports.connections = {
    ...ports.connections,
    change: (each, change) => {
      writes++;
      return ports.connections.change(each, change);
    },
  };
  const live = async (days: number) => {
    for (let hour = 0; hour < days * 24; hour++) {
      world.advance(HOUR / 2);
      await runTick({ ...ports, connections }, world.now() + MINUTE);
      world.advance(HOUR / 2);
      await runTick({ ...ports, connections }, world.now() + MINUTE);
    }
  };
  return {
    world,
    ports: { ...ports, connections },
    live,
    writes: () => writes,
    asked: () => world.provider.uses.length,
  };
}

type Ready = Awaited<ReturnType<typeof worldWith>>;

/** A tool call, whose injector asks token-refresh as in AWS. */
function call({ ports, world }: Pick<Ready, 'ports' | 'world'>, toolCalls: InjectPorts['toolCalls']) {
  const refresher: InjectPorts['refresher'] = {
    refresh: async (each, generation) =>
      (await answerRefresh(
        ports,
        { version: '1', kind: 'connection', ...each, generation },
        world.now() + MINUTE,
      )) as ConnectionRefreshReport,
  };
  const registration = {
    id: 'notes',
    name: 'Notes',
    provider: 'grace',
    allowedHosts: ['notes.example'],
    placements: [{ in: 'header' as const, name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: [],
    binding: 'request' as const,
    discovery: false,
    scopes: [],
  };
  const needs: InjectPorts = {
    ...ports,
    servers: new Map([['notes', { registration, source: 'stage' as const }]]),
    ownServers: { find: async () => undefined },
    toolCalls,
    ...{ stepUps: world.stores.stepUps, workspaceMarks: world.stores.workspaceMarks },
    serverReads: {
      servers: async () => [],
      uses: (workspaceId) => world.stores.connections.list(workspaceId),
    },
    refresher,
    verifyCaller: undefined,
  };
  const operation = { id: systemRandom.uuidV7(world.now()), kind: 'call', server: 'notes', tool: 'list' };
  return answerInjection(needs, { version: '1', workspaceId: 'acme', operation });
}

const recordOf = async ({ stores }: ProveWorld) =>
  (await stores.connections.read(key)) ?? expect.unreachable();

describe('an idle connection', () => {
  it('T132: costs a refresh an hour when all are kept fresh, and one a month when it is only kept alive', async () => {
    const fresh = await worldWith(undefined);
    await fresh.live(60);
    const frugal = await worldWith(14 * DAY);
    await frugal.live(14);
    const inUse = frugal.asked();
    const writesInUse = frugal.writes();
    await frugal.live(46);
    // Hourly, for two months.
    expect(fresh.asked()).toBeGreaterThan(1_000);
    expect(inUse).toBeGreaterThan(300);
    expect(frugal.asked() - inUse).toBeLessThanOrEqual(4);
    expect(frugal.writes() - writesInUse).toBeLessThanOrEqual(12);
    const record = await recordOf(frugal.world);
    expect(record.status).toBe('active');
    expect((record.dueAt ?? 0) - frugal.world.now()).toBeLessThanOrEqual(LIMITS.keepAlive);
  });

  it('is refreshed by its next call, and from then on in time again', async () => {
    const ready = await worldWith(14 * DAY);
    const { world, live } = ready;
    await live(30);
    expect((await recordOf(world)).accessExpiresAt).toBeLessThan(world.now());
    const { toolCalls } = world.stores;
    expect(await call(ready, toolCalls)).toMatchObject({ isAuthorized: true });
    const before = await recordOf(world);
    expect((before.dueAt ?? 0) < (before.accessExpiresAt ?? 0)).toBe(true);
    // In use: whenever it is called, its token is good, and no call has to wait for a refresh.
    for (let hour = 0; hour < 24; hour++) {
      await live(1 / 24);
      const record = await recordOf(world);
      expect((record.accessExpiresAt ?? 0) - world.now()).toBeGreaterThan(LIMITS.injectMargin);
    }
  });

  it('that is called while its token is still good is due before its end again', async () => {
    const ready = await worldWith(14 * DAY);
    const { world, live } = ready;
    await live(14);
    // The first due time after it became idle is put off; its token holds a little longer.
    const isPutOff = ({ dueAt = 0, accessExpiresAt = 0 }: Connection) => dueAt > accessExpiresAt;
    while (!isPutOff(await recordOf(world))) {
      world.advance(MINUTE);
      await runTick(ready.ports, world.now() + MINUTE);
    }
    const putOff = await recordOf(world);
    expect(putOff.accessExpiresAt).toBeGreaterThan(world.now());
    expect(await call(ready, world.stores.toolCalls)).toMatchObject({ isAuthorized: true });
    const after = await recordOf(world);
    expect(after.generation).toBe(putOff.generation);
    expect(after.dueAt).toBeLessThan(after.accessExpiresAt ?? 0);
  });
});
