/** How long the one named window is: from the provider's answer to the moment its tokens are handed to the table. */
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { type ProvePorts, proveWorld } from './world.ts';

/** Milliseconds of this machine's clock, sorted. */
export async function windowLengths(refreshes: number): Promise<number[]> {
  const world = proveWorld(41);
  const key = { workspaceId: 'acme', connectionId: 'strict' };
  await world.connect(key, 'strict');
  const ports = world.portsOf(1, () => 'fair');
  const lengths: number[] = [];
  let answeredAt = 0;
  const fetch: ProvePorts['fetch'] = async (request) => {
    const response = await ports.fetch(request);
    answeredAt = performance.now();
    return response;
  };
  const connections: ProvePorts['connections'] = {
    ...ports.connections,
    change: (each, change) => {
      if (change.set.status === 'active') lengths.push(performance.now() - answeredAt);
      return ports.connections.change(each, change);
    },
  };
  for (let number = 0; number < refreshes; number++) {
    world.advance(3_600_000);
    await refreshConnection({ ...ports, fetch, connections }, { key, deadline: world.now() + 60_000 });
  }
  return lengths.sort((a, b) => a - b);
}
