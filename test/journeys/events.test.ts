/**
 * What others are told of connections, and that nothing waits for them.
 * Covers src/broker/activity/publish-event.ts, src/broker/activity/record-activity.ts,
 * src/broker/activity/record-recovery.ts, src/broker/health/app-health.ts, src/broker/health/app-health-after-failure.ts,
 * local/event-log.ts.
 */
import { describe, expect, it } from 'vitest';
import { recordActivity } from '../../src/broker/activity/record-activity.ts';
import { appGate } from '../../src/broker/health/app-health.ts';
import type { Events, EventToPublish } from '../../src/broker/ports.ts';
import {
  beginRefreshing,
  key,
  MINUTE,
  oauthError,
  ports,
  read,
  refresh,
  tokenEndpoint,
  world,
} from './refreshing.ts';

beginRefreshing();

function collector(): Events & { told: EventToPublish[] } {
  const told: EventToPublish[] = [];
  return { told, publish: async (event) => void told.push(event) };
}
const events = () => world.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'event');
const down: Events = {
  publish: async () => {
    throw Object.assign(new Error('leak'), { name: 'TimeoutError' });
  },
};

describe('an event is told', () => {
  it('of a connection and of its end, by ids alone', async () => {
    const of = () => events().filter(({ connectionId }) => connectionId === key.connectionId);
    expect(of()).toEqual([
      { level: 'info', event: 'event', ...key, provider: 'demo', activity: 'connected' },
    ]);
    await world.ada.disconnect('acme', key.connectionId);
    expect(of().map(({ activity, outcome }) => [activity, outcome])).toEqual([
      ['connected', undefined],
      ['disconnected', 'revoked'],
    ]);
  });

  it('of a dead grant, with the same id as its record in the activity', async () => {
    const { fetch } = tokenEndpoint(() => oauthError('invalid_grant'));
    const bus = collector();
    expect(await refresh({ fetch, events: bus })).toEqual({ outcome: 'dead' });
    expect(bus.told).toEqual([
      {
        id: expect.any(String),
        at: expect.any(Number),
        type: 'reauthorization_required',
        ...key,
        provider: 'demo',
        outcome: 'grant_revoked',
      },
    ]);
    const [{ id } = expect.fail()] = bus.told;
    expect(await ports.activity.read({ workspaceId: 'acme', id })).toMatchObject({
      type: 'reauthorization_required',
    });
  });

  it('of a recovery, and not of an ordinary refresh', async () => {
    const bus = collector();
    await refresh({ events: bus });
    const { fetch } = tokenEndpoint(() => new Response('', { status: 500 }));
    await refresh({ fetch, events: bus });
    world.advance(60 * MINUTE);
    expect((await refresh({ events: bus })).outcome).toBe('refreshed');
    expect(bus.told.map(({ type }) => type)).toEqual(['refresh_recovered']);
  });

  it('of a verified app whose credentials are refused, without a workspace', async () => {
    const bus = collector();
    const gate = appGate({ ...ports, events: bus });
    for (const workspaceId of ['one', 'two', 'three', 'four', 'five', 'six'])
      await gate.noteFailure(
        {
          appKey: 'verified/demo/1',
          permission: {
            mayAsk: true,
            asker: { key: { workspaceId, connectionId: 'demo' }, record: {} },
            health: undefined,
          },
          took: 100,
        },
        { kind: 'configuration', maybeSpent: false },
      );
    expect(bus.told).toEqual([
      { id: expect.any(String), at: expect.any(Number), type: 'app_misconfigured', provider: 'demo' },
    ]);
  });
});

describe('T180: a bus that is down', () => {
  it('changes nothing of what was done, and is told in the log without its words', async () => {
    const { fetch } = tokenEndpoint(() => oauthError('invalid_grant'));
    expect(await refresh({ fetch, events: down })).toEqual({ outcome: 'dead' });
    expect((await read()).status).toBe('reauthorization_required');
    const line = world.logged.findLast((each) => each.includes('event_not_published')) ?? '';
    expect(JSON.parse(line)).toEqual({
      level: 'error',
      event: 'event_not_published',
      ...key,
      activity: 'reauthorization_required',
      error: 'TimeoutError',
    });
  });

  it('leaves the activity its record; and a table that is down leaves the bus its event', async () => {
    const entry = { type: 'connected', connectionId: key.connectionId, provider: 'demo' } as const;
    const written: unknown[] = [];
    const activity = { ...ports.activity, change: async (...all: unknown[]) => written.push(all) > 0 };
    await recordActivity({ ...ports, activity, events: down }, 'acme', entry);
    expect(written).toHaveLength(1);
    const bus = collector();
    const broken = {
      ...ports.activity,
      change: async () => {
        throw new Error('table');
      },
    };
    await recordActivity({ ...ports, activity: broken, events: bus }, 'acme', entry);
    expect(bus.told).toHaveLength(1);
  });
});
