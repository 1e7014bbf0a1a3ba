/**
 * A connection whose tenant nobody has chosen yet: its refreshes, its end after a day, and its disconnect.
 * Covers src/broker/connection/choice.ts, src/broker/refresh/settle-due-item.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { xeroSeveral } from '../../../local/scripted-providers/providers/xero.ts';
import { openTokens } from '../../../src/broker/connection/open-tokens.ts';
import { endConnection } from '../../../src/broker/disconnect/end-connection.ts';
import { refreshConnection } from '../../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../../src/broker/refresh/tick.ts';
import { complete, consent, openWithApp } from '../consenting.ts';
import { injected } from '../run-journey.ts';
import type { World } from '../world.ts';
import { choose, read, refusal, XERO_KEY } from './xero-account.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let world: World;
afterEach(() => world.close());

describe('a connection whose tenant is not chosen yet', () => {
  it('is refreshed like any other, and a refresh keeps the status', async () => {
    world = await openWithApp(xeroSeveral);
    const before = await complete(world, await consent(world));
    world.advance((before.dueAt ?? 0) - world.now() + 1);
    expect((await runTick(world.ports, world.now() + MINUTE)).outcomes).toEqual({ refreshed: 1 });
    expect(await read(world)).toMatchObject({ status: 'choice_needed', generation: before.generation + 1 });
    world.running.throttleOnce();
    const refresh = () => refreshConnection(world.ports, { key: XERO_KEY, deadline: world.now() + MINUTE });
    expect((await refresh()).outcome).toBe('failing');
    expect((await read(world)).status).toBe('choice_needed');
    expect(await refusal(world)).toMatchObject({ reason: 'reauthorization_required' });
    const { nextAttemptAt = 0 } = await read(world);
    world.advance(nextAttemptAt - world.now() + 60 * MINUTE);
    expect((await refresh()).outcome).toBe('refreshed');
    expect(await choose(world, 0)).toMatchObject({ status: 'active' });
    expect((await injected(world)).generation).toBe((await read(world)).generation);
  });

  it('T247: nobody chose for a day: the tick ends it and revokes at the provider', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const { access } = await openTokens(world.ports, XERO_KEY, await read(world));
    world.advance(DAY - MINUTE);
    await runTick(world.ports, world.now() + MINUTE);
    expect((await read(world)).status).toBe('choice_needed');
    world.advance(2 * MINUTE);
    await runTick(world.ports, world.now() + MINUTE);
    expect(await read(world)).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
    expect(world.running.isLive(access?.reveal() ?? '')).toBe(false);
    expect(world.running.isGranted()).toBe(false);
  });

  it('is disconnected like any other', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const receipt = await endConnection(world.ports, { key: XERO_KEY, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('revoked');
    expect(world.running.isGranted()).toBe(false);
    // The names of other companies are nobody's business any more.
    expect(await read(world)).not.toHaveProperty('tenants');
    expect(await read(world)).not.toHaveProperty('choiceUntil');
  });
});
