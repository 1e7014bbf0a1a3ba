/** How often the provider is asked for one generation, however many want it refreshed at once. */
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { fallibleProcess } from './fallible-process.ts';
import type { Rotation } from './scripted-provider.ts';
import { proveWorld } from './world.ts';

export interface Crowd {
  refreshers: number;
  providerCalls: number;
  outcomes: Record<string, number>;
}

/** Each refresher is a process of its own; all begin at once and lose their turn at random. */
export async function crowdOf(refreshers: number, rotation: Rotation, seed: number): Promise<Crowd> {
  const world = proveWorld(seed);
  const key = { workspaceId: 'acme', connectionId: rotation };
  await world.connect(key, rotation);
  world.advance(55 * 60_000);
  const outcomes: Record<string, number> = {};
  const refresh = async (id: number) => {
    const yields = () => Math.floor(world.dice.next() * 8);
    const process = fallibleProcess({ id, fate: () => 'go-on', standStill: async () => undefined, yields });
    const ports = process.wrap(world.portsOf(id, () => 'fair'));
    const { outcome } = await refreshConnection(ports, {
      key,
      generation: 1,
      deadline: world.now() + 60_000,
    });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: refreshers }, (_, number) => refresh(number + 1)));
  return { refreshers, providerCalls: world.provider.uses.length, outcomes };
}
