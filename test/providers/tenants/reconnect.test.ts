/**
 * A reconnect of an account with tenants: which of them the connection is for.
 * Covers src/broker/connect/tenant-of-consent.ts, src/broker/connect/identify-owner.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { xeroSeveral } from '../../../local/scripted-providers/providers/xero.ts';
import { chooseTenant } from '../../../src/broker/connect/choose-tenant.ts';
import { describeConnection } from '../../../src/broker/connection/describe-connection.ts';
import { complete, consent, openWithApp } from '../consenting.ts';
import { ADMIN, WORKSPACE, type World } from '../world.ts';
import { choose, read, xeroTenant, xeroWith } from './xero-account.ts';

let world: World;
afterEach(() => world.close());

describe('a reconnect', () => {
  it('keeps its tenant if the list has it', async () => {
    let list = [xeroTenant(1)];
    world = await openWithApp(xeroWith(() => list));
    await complete(world, await consent(world));
    list = [xeroTenant(2), xeroTenant(1), xeroTenant(3)];
    expect(await complete(world, await consent(world))).toMatchObject({
      status: 'active',
      tenantLabel: 'Company 1',
      facts: { tenantId: xeroTenant(1).tenantId },
    });
  });

  it('keeps it also where the list has it far behind', async () => {
    let list = [xeroTenant(500)];
    world = await openWithApp(xeroWith(() => list));
    await complete(world, await consent(world));
    list = Array.from({ length: 1_000 }, (_, index) => xeroTenant(index));
    expect(await complete(world, await consent(world))).toMatchObject({ tenantLabel: 'Company 500' });
  });

  it('without its tenant is another account: the stored tokens stay, the new ones are dropped', async () => {
    let list = [xeroTenant(1), xeroTenant(2)];
    world = await openWithApp(xeroWith(() => list));
    await complete(world, await consent(world));
    const before = await choose(world, 1);
    list = [xeroTenant(1)];
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code: 'account_mismatch' });
    expect(await read(world)).toEqual(before);
  });

  it('two tenants of one person are two accounts', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const first = await choose(world, 0);
    const second = await complete(world, await consent(world, { label: 'acme' }));
    const key = { workspaceId: WORKSPACE, connectionId: 'xero~acme' };
    const choice = describeConnection('xero~acme', second).choice?.id ?? '';
    const chosen = await chooseTenant(world.ports, { caller: ADMIN, key, choice, index: 1 });
    expect(chosen.accountFingerprint).not.toBe(first.accountFingerprint);
    // They live on one grant of one person.
    expect(chosen.accountKey).toBe(first.accountKey);
  });
});
