/**
 * The choice of a tenant, in a row that somebody edited.
 * Covers src/broker/connect/choose-tenant.ts, src/broker/connection/choice.ts, src/broker/servers/readiness.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../../local/scripted-providers/account-endpoint.ts';
import { atlassian } from '../../../local/scripted-providers/providers/atlassian.ts';
import { xeroSeveral } from '../../../local/scripted-providers/providers/xero.ts';
import { complete, consent, openWithApp } from '../consenting.ts';
import { WORKSPACE, type World } from '../world.ts';
import { choose, read, refusal, XERO_KEY, xeroTenant } from './xero-account.ts';

let world: World;
afterEach(() => world.close());

describe('an account with several tenants', () => {
  it('T247: a row that says active, or lost its list, gets no token out', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const edit = (set: object) =>
      world.ports.connections.change(XERO_KEY, { expect: {}, set, writeId: 'edit' });
    await edit({ status: 'active' });
    expect(await refusal(world)).toMatchObject({ reason: 'reauthorization_required' });
    await edit({ tenants: undefined, facts: { tenantId: xeroTenant(7).tenantId } });
    expect(await refusal(world)).toMatchObject({ reason: 'temporarily_unavailable' });
  });

  it('T247: a row that says active gets no token out, also where no call names the tenant', async () => {
    const sites = ['1324a887-45db-1bf4-1e99-ef0ff456d421', '2324a887-45db-1bf4-1e99-ef0ff456d422'];
    const answer = accountEndpoint({
      account: sites.map((id) => ({ id, name: id.slice(0, 4), url: 'https://acme.atlassian.net' })),
      refused: { status: 401, body: '' },
    });
    world = await openWithApp({
      ...atlassian,
      endpoints: {
        ...atlassian.endpoints,
        'GET api.atlassian.com/oauth/token/accessible-resources': answer,
      },
    });
    const key = { workspaceId: WORKSPACE, connectionId: 'atlassian' };
    await complete(world, await consent(world));
    await world.ports.connections.change(key, { expect: {}, set: { status: 'active' }, writeId: 'edit' });
    expect(await refusal(world, 'provider:atlassian')).toMatchObject({ reason: 'reauthorization_required' });
  });

  it('T247: a list in an edited row is not chosen from', async () => {
    world = await openWithApp(xeroSeveral);
    await complete(world, await consent(world));
    const tenants = [{ facts: { tenantId: xeroTenant(7).tenantId }, label: 'Acme Limited' }];
    await world.ports.connections.change(XERO_KEY, { expect: {}, set: { tenants }, writeId: 'edit' });
    await expect(choose(world, 0)).rejects.toMatchObject({ code: 'does_not_open' });
    expect((await read(world)).status).toBe('choice_needed');
  });
});
