/**
 * What the item of an app's health says: slowness, and what somebody edited.
 * Covers src/broker/health/app-health.ts, src/broker/health/believed-health.ts, src/broker/health/known-health.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '../../src/broker/health/app-health.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { askingWorld, DOWN, SHARED, told } from './asking-an-app.ts';

let world: ReturnType<typeof askingWorld>;
beforeEach(() => {
  world = askingWorld();
});
const ask: typeof world.ask = (...given) => world.ask(...given);
const fails: typeof world.fails = (...given) => world.fails(...given);
const health: typeof world.health = () => world.health();

describe('a slow app', () => {
  const slowUntil = (permission: Permission) => permission.mayAsk && permission.health?.slowUntil;

  it('is called slow for some minutes after an answer that took long, or that did not come', async () => {
    await (await ask('w1')).answers(LIMITS.slowAnswer);
    expect(slowUntil((await ask('w2')).permission)).toBe(world.now() + LIMITS.slowFor);
    // A fast answer in between does not hide the slow ones.
    await (await ask('w2')).answers();
    expect(slowUntil((await ask('w2')).permission)).toBe(world.now() + LIMITS.slowFor);
    world.advance(LIMITS.slowFor + 1);
    await (await ask('w2')).answers();
    expect(await health()).toBeUndefined();
  });

  it('costs one write for many slow answers, and a fast app costs none', async () => {
    let writes = 0;
    const { appHealth } = world.ports;
    world.ports.appHealth = {
      ...appHealth,
      change: (key, change) => {
        writes++;
        return appHealth.change(key, change);
      },
    };
    for (let n = 0; n < 20; n++) await (await ask(`w${n}`)).answers();
    expect(writes).toBe(0);
    for (let n = 0; n < 20; n++) await (await ask(`w${n}`)).answers(LIMITS.slowAnswer);
    expect(writes).toBe(1);
  });
});

describe('an item of health that somebody edited', () => {
  const FAR = Number.MAX_SAFE_INTEGER;
  const EDITS: [string, Record<string, unknown>][] = [
    ['a pause', { pauseUntil: FAR }],
    ['a pause of a day', { pauseUntil: Date.UTC(2026, 0, 2) }],
    ['a trial', { openings: 1, trialUntil: FAR }],
    ['a trial of the troubled', { openings: 1, troubledUntil: FAR }],
    ['a revision without a next one', { openings: 1, revision: FAR }],
    ['other lists', { failing: [null, 7, {}], refused: [[]], throttled: [null, 7, 'x', {}, { by: 1 }] }],
    ['waits', { throttled: ['a', 'b'].map((by) => ({ by, account: by, until: FAR })) }],
    ['an alert to come', { alertedAt: FAR }],
    ['slowness', { slowUntil: FAR }],
  ];
  let edits = 0;
  async function edit(set: Record<string, unknown>) {
    const item = { pauseUntil: 0, reason: 'provider_unavailable', ...set } as never;
    await world.ports.appHealth.delete({ appKey: SHARED }, {});
    await world.ports.appHealth.change(
      { appKey: SHARED },
      { expect: {}, set: item, writeId: `edit${edits++}` },
    );
  }

  it.each(EDITS)('with %s keeps nobody from the provider, and is judged on as usual', async (_title, set) => {
    for (const failures of [0, 1]) {
      await edit(set);
      const { permission, fails } = await ask('acme', { failures });
      expect(permission.mayAsk).toBe(true);
      if (permission.mayAsk) expect(permission.health?.slowUntil).toBeUndefined();
      await fails(DOWN);
    }
    await edit(set);
    await fails('w1', told(900));
    const other = await ask('other');
    expect(other.permission.mayAsk).toBe(true);
    await other.answers();
    expect(await health()).toBeUndefined();
  });
});
