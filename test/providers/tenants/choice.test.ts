/**
 * An account that reaches several tenants, and the choice of one: who chooses, and from which list.
 * Covers src/broker/connect/choose-tenant.ts, src/broker/connect/tenant-of-consent.ts, src/broker/connection/choice.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { xeroSeveral } from '../../../local/scripted-providers/providers/xero.ts';
import type { Caller } from '../../../src/broker/caller.ts';
import { describeConnection } from '../../../src/broker/connection/describe-connection.ts';
import { complete, consent, openWithApp } from '../consenting.ts';
import { injected } from '../run-journey.ts';
import { ADMIN, WORKSPACE, type World } from '../world.ts';
import { choiceIn, choose, read, refusal, XERO_KEY, xeroTenant, xeroWith } from './xero-account.ts';

const MEMBER: Caller = { ...ADMIN, subject: 'ben', roles: new Map([[WORKSPACE, 'member']]) };

let world: World;
afterEach(() => world.close());

describe('an account with several tenants', () => {
  it('is stored, not injected, and works after the choice for that tenant alone', async () => {
    world = await openWithApp(xeroSeveral);
    const connection = await complete(world, await consent(world));
    expect(connection.status).toBe('choice_needed');
    expect(choiceIn(connection)).toMatchObject({ tenants: ['Demo Company (NZ)', 'Acme Limited'] });
    expect(await refusal(world)).toMatchObject({
      reason: 'reauthorization_required',
      connectUrl: expect.stringContaining('connect=xero'),
    });
    const chosen = await choose(world, 1);
    expect(chosen).toMatchObject({ status: 'active', tenantLabel: 'Acme Limited' });
    expect(describeConnection('xero', chosen)).toMatchObject({ tenant: 'Acme Limited', choice: undefined });
    const { headers } = await injected(world);
    expect(headers['Xero-Tenant-Id']).toBe('11aa22bb-33cc-44dd-85ee-66ff77008899');
    await expect(choose(world, 0, { choice: 'choice-1' })).rejects.toMatchObject({
      code: 'connection_not_usable',
    });
  });

  it('T247: only who connected, or an admin, chooses, and only from this list', async () => {
    world = await openWithApp(xeroSeveral);
    const admin: Caller = { ...ADMIN, subject: 'cleo' };
    await complete(world, await consent(world, { caller: MEMBER }), MEMBER);
    const other: Caller = { ...MEMBER, subject: 'dan' };
    await expect(choose(world, 0, { caller: other })).rejects.toMatchObject({ code: 'forbidden' });
    const stranger: Caller = { ...MEMBER, subject: 'eve', roles: new Map([['globex', 'admin']]) };
    await expect(choose(world, 0, { caller: stranger })).rejects.toMatchObject({ code: 'not_found' });
    for (const index of [2, 99, -1, 0.5, Number.NaN])
      await expect(choose(world, index, { caller: MEMBER })).rejects.toMatchObject({
        code: 'invalid_request',
      });
    await expect(choose(world, 0, { caller: MEMBER, choice: 'choice-0' })).rejects.toMatchObject({
      code: 'connection_changed',
    });
    expect((await read(world)).status).toBe('choice_needed');
    expect(await choose(world, 0, { caller: admin })).toMatchObject({ tenantLabel: 'Demo Company (NZ)' });
  });

  it('T247: a list that another consent replaced is not chosen from', async () => {
    let list = [xeroTenant(1), xeroTenant(2)];
    world = await openWithApp(xeroWith(() => list));
    const first = choiceIn(await complete(world, await consent(world)));
    list = [xeroTenant(2), xeroTenant(1)];
    await complete(world, await consent(world));
    await expect(choose(world, 0, { choice: first?.id ?? '' })).rejects.toMatchObject({
      code: 'connection_changed',
    });
    expect(await choose(world, 0)).toMatchObject({ tenantLabel: 'Company 2' });
  });

  it('waits with the choice while tokens are on their way', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const set = { attemptId: 'attempt', attemptAt: world.now() };
    await world.ports.connections.change(XERO_KEY, { expect: {}, set, writeId: 'edit' });
    await expect(choose(world, 0)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect((await read(world)).generation).toBe(1);
  });
});
