/**
 * Whose trouble it is when the host of a verified app fails: that of all its connections, unless a tenant chose the host.
 * Covers src/broker/refresh/refresh-connection.ts, src/providers/chosen-hosts.ts.
 */
import { expect, it } from 'vitest';
import type { Provider } from '../../src/oauth/provider.ts';
import { put } from '../adapters/samples.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import { HOUR, tick } from './pacing.ts';
import { ORIGIN, type ProvePorts, proveWorld } from './world.ts';

const variable = { label: 'Tenant', example: 'acme', pattern: '^[a-z]+$', of: 'connection' } as const;
const SUBDOMAIN = ORIGIN.replace('https://', 'https://{tenant}.');

/** What is known of the app after its five connections, with this value of a variable, were refused by this provider. */
async function healthAfter(tenant: string, oauth: Partial<Provider['oauth']>) {
  const world = proveWorld(9);
  const fair = world.portsOf(1, () => 'fair');
  const provider = fair.catalogue.get('none') as Provider;
  const variables = { tenant: { ...variable, default: 'common' } };
  const catalogue: ProvePorts['catalogue'] = new Map([
    ['none', { ...provider, variables, oauth: { ...provider.oauth, ...oauth } }],
  ]);
  for (let n = 0; n < 5; n++) {
    const key = { workspaceId: `w${n}`, connectionId: 'none~c' };
    await world.connect(key, 'none');
    const record = (await world.stores.connections.read(key)) ?? expect.unreachable();
    const tokens = { access: 'at', refresh: 'rt' };
    const row = { ...record, variables: { tenant } };
    const seal = await fair.vault.sealer();
    await world.stores.connections.change(key, put(sealedConnection(seal, key, row, tokens)));
  }
  world.advance(HOUR);
  const fetch: ProvePorts['fetch'] = async () => Response.json({ error: 'invalid_client' }, { status: 401 });
  const report = await tick({ ...fair, catalogue, fetch }, world);
  expect(report.outcomes).toEqual({ failing: 5 });
  return world.stores.appHealth.read({ appKey: 'verified/none/1' });
}

const NOTICED = { openings: 1, reason: 'app_misconfigured', alertedAt: expect.any(Number) };

it.each([
  [
    'a variable of the path, such as Microsoft’s tenant',
    'acme',
    { tokenEndpoint: `${ORIGIN}/{tenant}/token` },
  ],
  ['the provider’s own host, which is the default', 'common', { tokenEndpoint: `${SUBDOMAIN}/token` }],
])('all connections meet the same host with %s', async (_title, tenant, oauth) => {
  expect(await healthAfter(tenant, oauth)).toMatchObject(NOTICED);
});

it('a host that a tenant chose says nothing of the others', async () => {
  expect(await healthAfter('acme', { tokenEndpoint: `${SUBDOMAIN}/token` })).toBeUndefined();
});
