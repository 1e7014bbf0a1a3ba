/**
 * An admin says no to the scopes that a server asks for.
 * Covers src/broker/servers/decline-step-up.ts.
 */
import { describe, expect, it } from 'vitest';
import { declineStepUp } from '../../src/broker/servers/decline-step-up.ts';
import { beginChallenging, challenge, consentAgain, decline, item, pageOf } from './challenging.ts';
import { world } from './injecting.ts';

beginChallenging();

describe('T235: an admin’s no', () => {
  it('holds for a day from then on, for the scopes that were asked for', async () => {
    await challenge(['admin', 'more']);
    expect((await decline()).status).toBe(204);
    expect(await pageOf(challenge(['admin']))).toBeUndefined();
    expect(await pageOf(challenge(['more', 'fresh']))).toBeUndefined();
    expect(await pageOf(challenge(['fresh']))).toBeDefined();
  });

  it('outlives a consent that leaves the scope out', async () => {
    await challenge(['admin']);
    await decline();
    await consentAgain();
    expect(await pageOf(challenge(['admin']))).toBeUndefined();
  });

  it('to nothing, or said twice, changes nothing', async () => {
    expect((await decline()).status).toBe(204);
    expect(await world.environment.ports.stepUps.read(item)).toBeUndefined();
    await challenge(['admin']);
    await decline();
    const { revision } = (await world.environment.ports.stepUps.read(item)) ?? expect.unreachable();
    await decline();
    expect((await world.environment.ports.stepUps.read(item))?.revision).toBe(revision);
  });

  it('is said by no member: it would end the question for everybody', async () => {
    const path = '/v1/workspaces/acme/connections/demo/step-up-declined';
    await challenge(['admin']);
    expect((await world.bob.request('POST', path, { server: 'demo-notes' })).status).toBe(403);
    // The use case says so itself, whatever the route says.
    const caller = { issuer: 'i', subject: 'bob', roles: new Map([['acme', 'member' as const]]) };
    const declining = declineStepUp(world.environment.ports, { caller, key: item });
    await expect(declining).rejects.toMatchObject({ code: 'forbidden' });
    expect(await pageOf(challenge(['admin']))).toBeDefined();
    expect((await world.mallory.request('POST', path, { server: 'demo-notes' })).status).toBe(404);
    expect((await world.ada.request('POST', path, { server: '../x' })).status).toBe(400);
  });

  it('ends with a problem if the row changes without end', async () => {
    await challenge(['admin']);
    const { ports } = world.environment;
    const caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin' as const]]) };
    const stepUps = { ...ports.stepUps, change: async () => false };
    await expect(declineStepUp({ ...ports, stepUps }, { caller, key: item })).rejects.toMatchObject({
      code: 'connection_changed',
    });
  });
});
