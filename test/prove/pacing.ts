/** What the runs of pace share: crowds of connections, and providers that answer as a test says. */
import { runTick } from '../../src/broker/refresh/tick.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import type { Rotation } from './scripted-provider.ts';
import type { ProvePorts, ProveWorld } from './world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export async function connectMany(
  world: ProveWorld,
  rotation: Rotation,
  count: number,
  workspace = (n: number) => `w${n}`,
) {
  const keys = Array.from({ length: count }, (_, n) => ({
    workspaceId: workspace(n),
    connectionId: `${rotation}~c${n}`,
  }));
  for (const key of keys) await world.connect(key, rotation);
  return keys;
}

export const tick = (ports: ProvePorts, world: ProveWorld) => runTick(ports, world.now() + MINUTE);
export const generations = async (world: ProveWorld, keys: { workspaceId: string; connectionId: string }[]) =>
  Promise.all(keys.map(async (key) => (await world.stores.connections.read(key))?.generation));

/** Some turns of the event loop, which others use; then no answer. */
export async function blackHole(): Promise<never> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  throw new ProviderFetchError('deadline', true);
}

/** What a provider answers to this app's connections; all others get fair weather. */
export function answering(world: ProveWorld, rotation: Rotation, answer: () => Promise<Response>) {
  const ports = world.portsOf(1, () => 'fair');
  let asked = 0;
  const fetch: ProvePorts['fetch'] = async (request) => {
    const isTheirs = new URLSearchParams(request.body).get('refresh_token')?.startsWith('rt-');
    const grant = [...world.provider.grants.values()].find(
      ({ refresh }) => refresh === new URLSearchParams(request.body).get('refresh_token'),
    );
    if (!isTheirs || grant?.rotation !== rotation) return ports.fetch(request);
    asked++;
    return answer();
  };
  return { ports: { ...ports, fetch }, asked: () => asked };
}
