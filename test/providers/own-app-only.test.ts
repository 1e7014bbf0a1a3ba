/**
 * Providers whose customers have hosts of their own: no verified app of the platform connects them.
 * Covers src/broker/apps/needs-own-app.ts, src/broker/apps/put-verified-app.ts, src/broker/apps/list-providers.ts,
 * src/broker/connect/choose-app.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { servicenow } from '../../local/scripted-providers/providers/servicenow.ts';
import { xero } from '../../local/scripted-providers/providers/xero.ts';
import { listProviders } from '../../src/broker/apps/list-providers.ts';
import { needsOwnApp } from '../../src/broker/apps/needs-own-app.ts';
import { NoVerifiedApp, putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { VERIFIED } from '../../src/contract/identifiers.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

let world: World;
afterEach(() => world?.close());

const put = (provider: string, catalogue = world.ports.catalogue) =>
  putVerifiedApp({ ...world.ports, catalogue }, { provider, clientId: CLIENT.clientId });
const shown = async (provider: string) =>
  (await listProviders(world.ports, WORKSPACE)).find(({ id }) => id === provider);

describe('a provider whose host is set with the app, without a default', () => {
  it('has no verified app: the operator is refused before a row is made', async () => {
    world = await openWorld(servicenow);
    await expect(put('servicenow')).rejects.toThrow(NoVerifiedApp);
    expect(await world.ports.apps.newest(VERIFIED, 'servicenow')).toBeUndefined();
    expect(await shown('servicenow')).toMatchObject({
      connectsWith: 'app_not_available',
      verifiedApp: 'not_possible',
    });
  });

  it('is not connected with a verified app that a row has all the same', async () => {
    world = await openWorld(servicenow);
    await put('servicenow', new Map());
    expect(await shown('servicenow')).toMatchObject({ connectsWith: 'app_not_available' });
    const started = startConnect(world.ports, {
      caller: ADMIN,
      workspaceId: WORKSPACE,
      provider: 'servicenow',
    });
    await expect(started).rejects.toMatchObject({ code: 'app_not_available' });
  });

  it('is one of these, and a variable with a default does not make it one', async () => {
    const found = [...CATALOGUE.values()].filter(needsOwnApp).map(({ id }) => id);
    expect(found.sort()).toEqual([
      'github-app-enterprise',
      'github-app-ghe',
      'github-enterprise',
      'github-ghe',
      'servicenow',
      'snowflake',
    ]);
    world = await openWorld(xero);
    await put('xero');
    expect(await shown('xero')).toMatchObject({ connectsWith: 'verified', verifiedApp: 'available' });
  });
});
