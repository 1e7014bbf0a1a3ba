/**
 * The use case behind the guard of the route: test/journeys/allowed-apps.test.ts has the rest, through the API.
 * Covers src/broker/apps/put-app-policy.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putAppPolicy } from '../../src/broker/apps/put-app-policy.ts';
import type { Caller, Role } from '../../src/broker/caller.ts';
import { put } from '../adapters/samples.ts';
import { type ConnectWorld, openConnectWorld } from '../http/connect-world.ts';

let world: ConnectWorld;
beforeEach(async () => {
  world = await openConnectWorld('memory');
});
afterEach(() => world.close());

const caller = (workspaceId: string, role: Role): Caller => ({
  issuer: 'https://idp.example',
  subject: 'ada',
  roles: new Map([[workspaceId, role]]),
});
const choose = (workspaceId: string, role: Role) =>
  putAppPolicy(world.ports, { caller: caller(workspaceId, role), workspaceId, allowed: 'own-only' });
const stored = (workspaceId: string) => world.ports.appPolicies.read({ workspaceId });

describe('a choice of OAuth apps', () => {
  it('T055: is not made by a member', async () => {
    await expect(choose('acme', 'member')).rejects.toThrow('forbidden');
    expect(await stored('acme')).toBeUndefined();
  });

  it('is not made in a workspace that is being deleted', async () => {
    await world.ports.workspaceMarks.change({ workspaceId: 'globex' }, put({ deletedAt: world.now() }));
    await expect(choose('globex', 'admin')).rejects.toThrow('workspace_deleted');
    expect(await stored('globex')).toBeUndefined();
  });

  it('T171: counts as an act, and is refused after too many', async () => {
    for (let act = 0; act < 100; act++) await choose('initech', 'admin');
    await expect(choose('initech', 'admin')).rejects.toThrow('too_many_requests');
    expect(await stored('initech')).toMatchObject({ allowed: 'own-only', chosenAt: world.now() });
  });
});
