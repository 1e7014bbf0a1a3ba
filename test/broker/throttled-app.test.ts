/**
 * Who waits after a provider said so to some accounts.
 * Covers src/broker/health/throttled-app.ts, src/broker/health/app-trial.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { askingWorld, OWN, told } from './asking-an-app.ts';

const HOUR = 3_600_000;
let world: ReturnType<typeof askingWorld>;
beforeEach(() => {
  world = askingWorld();
});
const ask: typeof world.ask = (...given) => world.ask(...given);
const fails: typeof world.fails = (...given) => world.fails(...given);
const mayAsk: typeof world.mayAsk = (...given) => world.mayAsk(...given);

describe('an app that many workspaces share', () => {
  it('T259: is not bound by a wait that one account was told', async () => {
    for (let n = 0; n < 20; n++) await fails('w1', told(900));
    expect(await mayAsk('other')).toBe(true);
    // The same account in another workspace is not a second voice, nor is a second account of the same workspace.
    await fails('w2', told(900), { account: 'w1-demo' });
    await fails('w1', told(900), { connection: 'demo~two' });
    expect(await mayAsk('other')).toBe(true);
  });

  it('T259: rests when two without a common account were told so, for a minute at most', async () => {
    await fails('w1', told(900));
    await fails('w2', told(30));
    expect(await mayAsk('other')).toBe(false);
    world.advance(30_001);
    expect(await mayAsk('other')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('other')).toBe(false);
    world.advance(LIMITS.sharedThrottlePause + 1);
    expect(await mayAsk('other')).toBe(true);
  });

  it.each([60, 900])(
    'T259: is not made to rest again by the two whose waits of %i s made it rest',
    async (wait) => {
      await fails('w1', told(wait));
      await fails('w2', told(wait));
      for (let minute = 0; minute < 10; minute++) {
        world.advance(LIMITS.sharedThrottlePause + 1);
        // New consents: these connections never failed before. Nobody else could succeed in the meantime.
        await fails('w1', told(wait), { connection: `a${minute}` });
        await fails('w2', told(wait), { connection: `b${minute}`, account: `more-${minute}` });
        expect(await mayAsk('other')).toBe(true);
      }
      await fails('w3', told(wait));
      expect(await mayAsk('other')).toBe(false);
    },
  );

  it('T259: keeps in mind who was told to wait, though one workspace has many accounts', async () => {
    await fails('w1', told(900));
    for (let n = 0; n < 2 * LIMITS.reportersKept; n++) await fails('w2', told(900), { connection: `c${n}` });
    world.advance(LIMITS.sharedThrottlePause + 1);
    await fails('w1', told(900), { connection: 'two' });
    expect(await mayAsk('other')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('other')).toBe(false);
  });

  it('T259: rests no longer than until another one’s success', async () => {
    await fails('w1', told(900));
    const early = await ask('other');
    await fails('w2', told(900));
    expect(await mayAsk('another')).toBe(false);
    await early.answers();
    expect(await mayAsk('another')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('another')).toBe(true);
  });
});

describe('a workspace’s own app', () => {
  it('rests after two of its accounts were told to wait, as long as both were', async () => {
    await fails('acme', told(1_800), { app: OWN, connection: 'one' });
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
    await fails('acme', told(900), { app: OWN, connection: 'two' });
    world.advance(900_000 - 1);
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(false);
    world.advance(2);
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
  });

  it('never rests longer than an hour, whatever it is told', async () => {
    await fails('acme', told(1e12), { app: OWN, connection: 'one' });
    await fails('acme', told(1e12), { app: OWN, connection: 'two' });
    world.advance(HOUR - 1);
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(false);
    world.advance(2);
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
  });
});
