/**
 * T248: a variable without which accounts are told apart is no part of an account, so a reconnect by another way to the provider
 * is still for the same one.
 * Covers src/broker/tokens/account-key.ts, src/broker/connect/store-consent.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { microsoft } from '../../local/scripted-providers/providers/microsoft.ts';
import { salesforceProduction } from '../../local/scripted-providers/providers/salesforce.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { complete } from './consenting.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

/** The scripted provider answers at `there` as well as at its own address. */
async function open(scripted: ScriptedProvider, [there, own]: [string, string]): Promise<void> {
  const opened = await openWorld(scripted, WORKSPACE);
  const fetch: World['ports']['fetch'] = (request) =>
    opened.ports.fetch({ ...request, url: request.url.replace(there, own) });
  const authorize = (url: URL) => opened.running.authorize(new URL(url.href.replace(there, own)));
  world = {
    ...opened,
    ports: { ...opened.ports, fetch },
    running: { ...opened.running, authorize },
  };
}

async function connect(variables?: Record<string, string>) {
  const { provider, scopes } = world.scripted;
  const input = { caller: ADMIN, workspaceId: WORKSPACE, provider, scopes, app: 'workspace' as const };
  const started = await startConnect(world.ports, { ...input, ...(variables && { variables }) });
  const callback = new URL(world.running.authorize(new URL(started.authorizationUrl)));
  return complete(world, { started, path: callback.pathname, query: callback.search.slice(1) });
}

const putOwnApp = (variables?: Record<string, string>) =>
  putOAuthApp(world.ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    provider: world.scripted.provider,
    clientId: CLIENT.clientId,
    clientSecret: new Secret(CLIENT.clientSecret),
    ...(variables && { variables }),
  });

describe('a reconnect of the same account', () => {
  it('by the My Domain instead of the login host of Salesforce', async () => {
    await open(salesforceProduction, ['acme.my.salesforce.com/services', 'login.salesforce.com/services']);
    await putOwnApp();
    const first = await connect({ loginHost: 'login.salesforce.com' });
    const second = await connect({ loginHost: 'acme.my.salesforce.com' });
    expect(second).toMatchObject({ status: 'active', accountFingerprint: first.accountFingerprint });
  });

  it('by an app that names the tenant of Microsoft, instead of one for all tenants', async () => {
    const tenant = '11aa22bb-33cc-44dd-85ee-66ff77008899';
    await open(microsoft, [`/${tenant}/`, '/common/']);
    await putOwnApp();
    const first = await connect();
    await putOwnApp({ tenant });
    const second = await connect();
    expect(second).toMatchObject({ status: 'active', accountFingerprint: first.accountFingerprint });
    expect(second.variables).toEqual({ tenant });
  });
});
