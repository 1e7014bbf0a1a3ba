/**
 * What one tenant's trouble says of an app, and what it does not say.
 * Covers src/broker/health/app-health.ts, src/broker/health/app-health-state.ts,
 * src/broker/health/app-health-after-failure.ts, src/broker/health/app-trial.ts, src/broker/health/known-health.ts,
 * src/broker/health/report-app-change.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { askingWorld, DOWN, OWN, REFUSED, VAGUE } from './asking-an-app.ts';

let world: ReturnType<typeof askingWorld>;
beforeEach(() => {
  world = askingWorld();
});
const ask: typeof world.ask = (...given) => world.ask(...given);
const fails: typeof world.fails = (...given) => world.fails(...given);
const mayAsk: typeof world.mayAsk = (...given) => world.mayAsk(...given);
const fiveFail: typeof world.fiveFail = (...given) => world.fiveFail(...given);
const health: typeof world.health = () => world.health();

describe('an app that many workspaces share', () => {
  it('never rests because of answers that may concern one account, in whichever number', async () => {
    for (let n = 0; n < 50; n++) await fails(`w${n}`, VAGUE);
    expect(await mayAsk('other')).toBe(true);
    expect(await health()).toBeUndefined();
  });

  it('rests when five workspaces are without an answer, and not because of one alone', async () => {
    for (let n = 0; n < 50; n++) await fails('w1', DOWN, { connection: `c${n}` });
    expect(await mayAsk('other')).toBe(true);
    await fiveFail(DOWN);
    expect(await mayAsk('other')).toBe(false);
  });

  it('does not rest again because of those that opened the breaker', async () => {
    await fiveFail(DOWN);
    world.advance(LIMITS.breakerPause + 1);
    // A connection that never failed, of one of them: while it is tried others may be, too.
    const again = await ask('w1', { connection: 'new' });
    expect(again.permission).toMatchObject({ mayAsk: true, trial: 'troubled' });
    const other = await ask('other');
    expect(other.permission).toMatchObject({ mayAsk: true, trial: 'news' });
    await again.fails(DOWN);
    expect((await health())?.openings).toBe(1);
    await other.answers();
    expect(await health()).toBeUndefined();
  });

  it('rests longer when the trial of another workspace fails', async () => {
    await fiveFail(DOWN);
    world.advance(LIMITS.breakerPause + 1);
    await fails('w6', DOWN);
    world.advance(LIMITS.breakerPause + 1);
    expect(await mayAsk('other')).toBe(false);
    world.advance(LIMITS.breakerPause);
    expect(await mayAsk('other')).toBe(true);
  });

  it('is not kept waiting by connections that fail again and again', async () => {
    await fiveFail(DOWN);
    world.advance(LIMITS.breakerPause + 1);
    const hanging = await ask('w9', { failures: 3 });
    expect(hanging.permission).toMatchObject({ mayAsk: true, trial: 'troubled' });
    expect(await mayAsk('w8', { failures: 1 })).toBe(false);
    expect(await mayAsk('other')).toBe(true);
    await hanging.fails(DOWN);
    expect((await health())?.openings).toBe(1);
  });

  it('lets one connection try at a time', async () => {
    await fiveFail(DOWN);
    world.advance(LIMITS.breakerPause + 1);
    const tried = await Promise.all(['a', 'b', 'c', 'd'].map((workspace) => mayAsk(workspace)));
    expect(tried.filter(Boolean)).toHaveLength(1);
    world.advance(LIMITS.trialTime + 1);
    expect(await mayAsk('e')).toBe(true);
  });

  it('is well again after any success, also one that was asked for before the breaker opened', async () => {
    await fails('w1', DOWN);
    const early = await ask('other');
    await fiveFail(DOWN);
    expect(await mayAsk('another')).toBe(false);
    await early.answers();
    expect(await mayAsk('another')).toBe(true);
  });

  it('counts each broken account once, however often it is tried', async () => {
    for (let n = 0; n < 50; n++) for (let w = 0; w < 9; w++) await fails(`w${w}`, DOWN, { failures: 1 + n });
    expect(await health()).toBeUndefined();
  });

  it('loses no report of processes that write at once', async () => {
    const asked = await Promise.all(['w1', 'w2', 'w3', 'w4', 'w5'].map((workspace) => ask(workspace)));
    await Promise.all(asked.map(({ fails }) => fails(DOWN)));
    expect(await mayAsk('other')).toBe(false);
  });
});

describe('a client secret of an app that many workspaces share', () => {
  const FAILED = { failures: 3, reason: 'provider_unavailable' } as const;
  let told: string[];
  beforeEach(() => {
    told = [];
    world.ports.log = { ...world.ports.log, error: (event) => void told.push(event) };
  });

  it('that is refused after an outage is noticed, though no connection is without a failure', async () => {
    await fiveFail(DOWN);
    for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) {
      world.advance(LIMITS.breakerPauseCap + 1);
      expect(told).toEqual([]);
      await fails(workspace, REFUSED, FAILED);
    }
    expect(told).toEqual(['app_health']);
    expect(await health()).toMatchObject({ reason: 'app_misconfigured' });
    expect(await mayAsk('other')).toBe(false);
  });

  it('that is refused after failures which opened no breaker is noticed as well', async () => {
    for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) await fails(workspace, REFUSED, FAILED);
    expect(told).toEqual(['app_health']);
    expect(await mayAsk('other')).toBe(false);
  });

  it('is not blamed for what one account, or the same connection again and again, was refused', async () => {
    for (const workspace of ['w1', 'w2', 'w3', 'w4']) await fails(workspace, DOWN);
    await fails('w5', REFUSED);
    world.advance(LIMITS.breakerPause + 1);
    await fails('w6', REFUSED);
    for (let n = 0; n < 9; n++)
      for (let w = 0; w < 9; w++)
        await fails(`w${w}`, REFUSED, { failures: 1 + n, reason: 'app_misconfigured' });
    expect(told).toEqual([]);
    expect((await health())?.alertedAt).toBeUndefined();
  });
});

describe('a workspace’s own app', () => {
  it('rests at once when its client is refused, and until a trial is answered', async () => {
    await fails('acme', REFUSED, { app: OWN });
    world.advance(LIMITS.configurationPause - 1);
    expect(await mayAsk('acme', { app: OWN })).toBe(false);
    world.advance(2);
    await fails('acme', REFUSED, { app: OWN, failures: 1 });
    expect(await mayAsk('acme', { app: OWN, connection: 'two' })).toBe(false);
    world.advance(LIMITS.configurationPause + 1);
    await (await ask('acme', { app: OWN })).answers();
    expect(await world.ports.appHealth.read({ appKey: OWN })).toBeUndefined();
  });

  it('tells its workspace of a refused client, and raises no alarm of the platform’s operators', async () => {
    const told: string[] = [];
    world.ports.log = { ...world.ports.log, error: (event) => void told.push(event) };
    for (let n = 0; n < 9; n++) {
      await fails('acme', REFUSED, { app: OWN, connection: `c${n}` });
      world.advance(LIMITS.configurationPause + 1);
    }
    expect(told).toEqual([]);
    expect(world.entries).toEqual(['app_misconfigured']);
  });
});
