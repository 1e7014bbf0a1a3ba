/**
 * A grant that ends, and that no refresh prolongs, is announced once, before a call fails.
 * Covers src/broker/refresh/warn-of-end.ts, src/broker/refresh/settle-due-item.ts.
 */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import type { EventToPublish } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { beginRefreshing, key, MINUTE, ports, read, refresh, world } from './refreshing.ts';

beginRefreshing();

const DAY = 24 * 60 * MINUTE;
let writes = 0;

async function set(attributes: { [K in keyof Connection]?: Connection[K] | undefined }): Promise<void> {
  const { epoch } = await read();
  const change = { expect: { epoch: { is: epoch } }, set: attributes, writeId: `given-${writes++}` };
  expect(await ports.connections.change(key, change)).toBe(true);
}

function collector() {
  const published: EventToPublish[] = [];
  return { published, publish: async (event: EventToPublish) => void published.push(event) };
}

const warning = () => ({
  id: expect.any(String),
  at: expect.any(Number),
  type: 'grant_ends_soon',
  ...key,
  provider: 'demo',
});

describe('the end of a grant', () => {
  it('is announced by the first refresh that did not move it, and by no later one', async () => {
    await set({ refreshExpiresAt: world.now() + LIMITS.warnBefore - MINUTE });
    const events = collector();
    expect(await refresh({ events })).toEqual({ outcome: 'refreshed' });
    expect(events.published).toEqual([warning()]);
    expect((await read()).warnedAt).toEqual(expect.any(Number));
    world.advance(60 * MINUTE);
    expect(await refresh({ events })).toEqual({ outcome: 'refreshed' });
    expect(events.published).toHaveLength(1);
  });

  it('is not announced while it is more than seven days away', async () => {
    await set({ refreshExpiresAt: world.now() + LIMITS.warnBefore + DAY });
    const events = collector();
    expect(await refresh({ events })).toEqual({ outcome: 'refreshed' });
    expect(events.published).toEqual([]);
  });

  it('is announced by a tick without a refresh token, and the connection is due again then', async () => {
    const accessExpiresAt = world.now() + 3 * DAY;
    await set({ sealedRefresh: undefined, accessExpiresAt, dueAt: world.now() });
    const events = collector();
    const { outcomes } = await runTick({ ...ports, events }, world.now() + MINUTE);
    expect(outcomes.warned).toBe(1);
    expect(events.published).toEqual([warning()]);
    expect(await read()).toMatchObject({
      status: 'active',
      dueAt: accessExpiresAt,
      warnedAt: expect.any(Number),
    });
  });
});
