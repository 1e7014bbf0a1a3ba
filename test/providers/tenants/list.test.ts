/**
 * The list of tenants in the answer of a provider: how much of it is believed and shown.
 * Covers src/oauth/account/read-tenants.ts, src/broker/connect/identify-owner.ts, src/broker/connect/tenant-of-consent.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../../local/scripted-providers/account-endpoint.ts';
import { docusign } from '../../../local/scripted-providers/providers/docusign.ts';
import { xero } from '../../../local/scripted-providers/providers/xero.ts';
import { readTenants } from '../../../src/oauth/account/read-tenants.ts';
import type { ReadTenant } from '../../../src/oauth/provider.ts';
import { xero as XERO } from '../../../src/providers/xero.ts';
import { Secret } from '../../../src/vault/secret.ts';
import { complete, consent, openWithApp } from '../consenting.ts';
import type { World } from '../world.ts';
import { choiceIn, choose, XERO_KEY, xeroTenant, xeroWith } from './xero-account.ts';

let world: World;
afterEach(() => world.close());

describe('a list of tenants', () => {
  it('T247: of 10,000 shows the first hundred', async () => {
    world = await openWithApp(
      xeroWith(() => Array.from({ length: 10_000 }, (_, index) => xeroTenant(index))),
    );
    const connection = await complete(world, await consent(world));
    expect(choiceIn(connection)?.tenants).toHaveLength(100);
    expect(await choose(world, 99)).toMatchObject({ tenantLabel: 'Company 99' });
  });

  it('T247: names are text of a bounded length without control characters', async () => {
    const names = ['<script>alert(1)</script>', `a\u0000\u202eb${'x'.repeat(500)}`, '', 7];
    world = await openWithApp(xeroWith(() => names.map((name, index) => xeroTenant(index, name as string))));
    const { tenants = [] } = choiceIn(await complete(world, await consent(world))) ?? {};
    expect(tenants[0]).toBe('<script>alert(1)</script>');
    expect(tenants[1]).toMatch(/^abx{118}$/);
    expect(tenants.every((label) => label.length > 0)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['nothing', [], 'no_tenant'],
    ['no list', { error: 'x' }, 'provider_unreachable'],
    ['ids of another grammar alone', [{ tenantId: 'evil.example', tenantName: 'x' }], 'no_tenant'],
    ['a prototype', [{ __proto__: null, tenantId: ['x'] }], 'no_tenant'],
  ])('%s in it connects nothing, and the tokens are revoked', async (_what, list, code) => {
    world = await openWithApp(xeroWith(() => list));
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code });
    expect(await world.ports.connections.read(XERO_KEY)).toBeUndefined();
    expect(world.running.isGranted()).toBe(false);
  });

  it('T247: facts of no pattern of the provider are no tenant’s, whatever its file reads', async () => {
    world = await openWithApp(xero);
    const facts = {
      ...XERO.oauth,
      tenants: {
        endpoint: 'https://api.xero.com/connections',
        id: 'tenantId',
        read: (answer: unknown) => answer as ReadTenant[],
      },
    };
    const good = { facts: { tenantId: xeroTenant(1).tenantId }, label: 'Acme' };
    const list = [
      good,
      { facts: { tenantId: 'evil.example' }, label: 'x' },
      { facts: { tenantId: xeroTenant(2).tenantId, host: 'evil.example' }, label: 'x' },
      { facts: { tenantId: [xeroTenant(3).tenantId] }, label: 'x' },
      { facts: {}, label: 'x' },
      good,
    ];
    const context = {
      facts,
      clientId: 'c',
      clientSecret: new Secret('s'),
      variables: {},
      fetch: async () => Response.json(list),
    };
    expect(await readTenants(context, new Secret('t'))).toEqual([good]);
  });

  it('one tenant is taken without a question', async () => {
    world = await openWithApp(xero);
    expect(await complete(world, await consent(world))).toMatchObject({
      status: 'active',
      tenantLabel: 'Acme Limited',
    });
  });

  it('T247: a host that is not the provider’s is no tenant, and no request goes there', async () => {
    const userinfo = 'GET account.docusign.com/oauth/userinfo';
    const account = (base_uri: unknown, is_default = true) => ({
      account_id: 'fe0b61a3-3b9b-4cd8-a0b7-d1f4e9a1e1aa',
      account_name: 'Acme',
      is_default,
      base_uri,
    });
    const hosts = [
      'https://evil.example',
      'https://na3.docusign.net.evil.example',
      'https://evil.example/docusign.net',
      'https://na3.docusign.net@evil.example',
      'http://na3.docusign.net',
      ['https://na3.docusign.net'],
    ];
    const answer = accountEndpoint({
      account: { sub: '4799e5e9', name: 'Ann', accounts: hosts.map((host) => account(host)) },
      refused: { status: 401, body: '' },
    });
    world = await openWithApp({ ...docusign, endpoints: { ...docusign.endpoints, [userinfo]: answer } });
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code: 'no_tenant' });
    expect(world.requests.filter((request) => request.includes('evil'))).toEqual([]);
  });
});
