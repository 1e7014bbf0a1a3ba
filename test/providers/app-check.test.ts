/**
 * Each provider of the catalogue is asked whether it knows an own app, as its scripted stand-in answers.
 * Covers src/broker/app-check/check-oauth-app.ts, src/broker/app-check/app-to-check.ts,
 * src/broker/app-check/context-of-check.ts, src/oauth/client-verdict.ts.
 */
import { describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { checkOAuthApp } from '../../src/broker/app-check/check-oauth-app.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { Secret } from '../../src/vault/secret.ts';
import { memoryWorld } from './memory-world.ts';
import { registerApp } from './run-journey.ts';
import { ADMIN, CLIENT, WORKSPACE, type World } from './world.ts';

const named = SCRIPTED_PROVIDERS.map((scripted) => ({
  ...scripted,
  name: [scripted.provider, scripted.variant].filter(Boolean).join(', '),
}));

function worldOf(scripted: ScriptedProvider) {
  const provider = CATALOGUE.get(scripted.provider) ?? expect.unreachable();
  return memoryWorld({ ...scripted, app: scripted.app ?? {} }, { provider });
}

/** Values that a person gives at a consent. */
const asked = ({ variables = {} }: ScriptedProvider) =>
  Object.keys(variables).length > 0 ? { variables } : {};
const input = ({ provider }: ScriptedProvider) => ({ caller: ADMIN, workspaceId: WORKSPACE, provider });

/** Its scripted stand-in answers at the data center of the person, and a check asks the one where the client is registered. */
const ELSEWHERE = ['zoho'];
/** It answers to a wrong code as to a wrong client. */
const ALIKE = ['intercom'];
const here = named.filter(({ provider }) => !ELSEWHERE.includes(provider));

/** Without descriptions, tokens and secrets. */
const MEMBERS = ['outcome', 'error', 'status', 'host', 'redirectUri', 'custom', 'checkedAt'];

describe('a check asks once, and tells no more than the code, for', () => {
  it.each(here)('$name: a stored app that the provider knows', async (scripted) => {
    const world = worldOf(scripted);
    await registerApp(world);
    const { health, requests } = { health: await healthOf(world), requests: world.requests.length };
    const found = await checkOAuthApp(world.ports, { ...input(scripted), ...asked(scripted) });
    expect(found.outcome).toBe(ALIKE.includes(scripted.provider) ? 'unclear' : 'accepted');
    expect(world.violations).toEqual([]);
    expect(world.requests.slice(requests)).toHaveLength(1);
    expect(world.requests.at(-1)).toContain(found.host);
    expect(Object.keys(found).filter((name) => !MEMBERS.includes(name))).toEqual([]);
    expect(await healthOf(world)).toEqual(health);
    expect(world.logged.join()).not.toContain(CLIENT.clientSecret);
  });

  it.each(here)('$name: a wrong secret that nobody has stored', async (scripted) => {
    const world = worldOf(scripted);
    const variables = { ...scripted.app, ...scripted.variables };
    const given = { clientId: CLIENT.clientId, clientSecret: new Secret('wrong-secret'), variables };
    const found = await checkOAuthApp(world.ports, { ...input(scripted), ...given });
    expect(found.outcome).toBe(ALIKE.includes(scripted.provider) ? 'unclear' : 'refused');
    expect(world.violations).toEqual([]);
    expect(world.requests).toHaveLength(1);
    expect(await world.ports.apps.newest(WORKSPACE, scripted.provider)).toBeUndefined();
    expect(JSON.stringify(found) + world.logged.join()).not.toContain('wrong-secret');
  });
});

function healthOf({ ports, scripted: { provider } }: World) {
  return ports.appHealth.read({ appKey: `${WORKSPACE}/${provider}/1` });
}

describe('a check of an app whose redirect names the data center', () => {
  it.each([
    [{}, 'accounts.zoho.com'],
    [{ registeredIn: 'au' }, 'accounts.zoho.com.au'],
  ])('asks the one where the client is registered: %j', async (variables, host) => {
    const scripted = named.find(({ provider }) => provider === 'zoho') ?? expect.unreachable();
    const given = { clientId: 'c', clientSecret: new Secret('s'), variables };
    const found = await checkOAuthApp(worldOf(scripted).ports, { ...input(scripted), ...given });
    expect(found.host).toBe(host);
  });
});
