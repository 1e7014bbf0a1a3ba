/** A stage whose provider checks the client secret, and a secret that is replaced at any await of somebody else's act. */

import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { ADA } from './crash-points.ts';
import { fallibleProcess } from './fallible-process.ts';
import { ORIGIN, type ProvePorts, proveWorld } from './world.ts';

export type Owner = 'verified' | 'acme';
export const KEY = { workspaceId: 'acme', connectionId: 'strict' };
const CLIENT = 'client-1';
const MINUTE = 60_000;

export type SecretWorld = Awaited<ReturnType<typeof secretWorld>>;

/** An app of this owner at a strict provider, with the secret `one`. */
export async function secretWorld(owner: Owner) {
  const world = proveWorld(11);
  let accepted = 'one';
  let stored = 'one';
  let readings = 0;
  let refusal = 'invalid_client';
  let cached: string | undefined;
  const bare = world.portsOf(1, () => 'fair');
  const ports: ProvePorts = {
    ...bare,
    // A cache that would never be read again on its own.
    platformSecrets: {
      clientSecret: async (_provider, _clientId, reading) => {
        if (reading === 'fresh') readings++;
        cached = reading === 'fresh' || cached === undefined ? stored : cached;
        return new Secret(cached);
      },
    },
    fetch: async (request) => {
      const isAsked = /\/(token|revoke)$/.test(request.url);
      const credentials = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
      if (isAsked && credentials !== `${CLIENT}:${accepted}`)
        return Response.json({ error: refusal }, { status: 401 });
      return bare.fetch(request);
    },
  };
  const putPorts = (more: Partial<ProvePorts> = {}) => ({
    ...ports,
    ...more,
    reads: { activity: async () => ({ items: [] }), oauthAppsOf: async () => [] } as never,
    hosts: { isPublic: async () => true, isPrivate: async () => false },
  });
  const put = (secret: string, more?: Partial<ProvePorts>) =>
    putOAuthApp(putPorts(more), {
      caller: ADA,
      workspaceId: 'acme',
      provider: 'strict',
      clientId: CLIENT,
      clientSecret: new Secret(secret),
    });
  if (owner === 'verified') await putVerifiedApp(ports, { provider: 'strict', clientId: CLIENT });
  else await put('one');
  return {
    world,
    ports,
    readings: () => readings,
    /** The provider refuses clients with this code from now on. */
    refuseWith: (code: string) => {
      refusal = code;
    },
    health: () => world.stores.appHealth.read({ appKey: `${owner}/strict/1` }),
    /** The provider takes only this one from now on. */
    swap: (secret = 'two') => {
      accepted = secret;
    },
    /** The new one is stored with us. `beforeLast` holds the deletion of the app's health back. */
    async store(beforeLast: () => Promise<void> = async () => undefined, secret = 'two') {
      stored = secret;
      if (owner === 'verified') return;
      const { appHealth } = ports;
      const held: typeof appHealth.delete = async (...given) => {
        await beforeLast();
        return appHealth.delete(...given);
      };
      await put(secret, { appHealth: { ...appHealth, delete: held } });
    },
    /** Up to the provider's redirect; what completes it. */
    async returned() {
      const app = owner === 'verified' ? 'verified' : 'workspace';
      const started = await startConnect(ports, {
        caller: ADA,
        workspaceId: 'acme',
        provider: 'strict',
        app,
      });
      const { code, grant } = world.provider.consent('strict', 'ada@example');
      const returned = returnedConsent(started, { provider: 'strict', owner }, { code, iss: ORIGIN });
      const complete = (with_: ProvePorts = ports) =>
        completeConnect(with_, { caller: ADA, workspaceId: 'acme', ...returned });
      return { grant, complete };
    },
    deadline: () => world.now() + MINUTE,
  };
}

/** The same ports, which do something else first at the awaits of these numbers. */
export function interleaved(ports: ProvePorts, acts: ReadonlyMap<number, () => Promise<void>>) {
  let now: () => Promise<void> = async () => undefined;
  const process = fallibleProcess({
    id: 1,
    fate: ({ index }) => {
      now = acts.get(index) ?? now;
      return acts.has(index) ? 'stand-still' : 'go-on';
    },
    standStill: () => now(),
    yields: () => 0,
  });
  return { ports: process.wrap(ports), points: process.points };
}
