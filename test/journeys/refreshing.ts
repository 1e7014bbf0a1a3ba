/** What the refresh journeys share: one world a file, a fresh connection a test, and an egress that they can play. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { ProviderAnswer } from '../../src/oauth/provider-fetch.ts';
import { startWorld, type World } from './world.ts';

export const MINUTE = 60_000;
export let world: World;
export let ports: Ports;
/** Of the connection that was made for this test. */
export let key: ConnectionKey;
let labels = 0;

/** Registers the hooks of the test file that calls it. */
export function beginRefreshing(): void {
  beforeAll(async () => {
    world = await startWorld();
    ports = world.environment.ports;
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.resetClock();
    // All connections here are of one app, whose troubles in one test are no business of the next.
    await ports.appHealth.delete({ appKey: 'verified/demo/1' }, {});
    // A tick finds what is due, whichever test left it behind.
    for (const { key: left } of await ports.connections.list('acme'))
      await ports.connections.delete(left, {});
    const label = `r${labels++}`;
    await world.connect(world.ada, 'acme', { provider: 'demo', label });
    key = { workspaceId: 'acme', connectionId: `demo~${label}` };
  });
}

export async function read(which = key) {
  const record = await ports.connections.read(which);
  if (!record) throw new Error('no such connection');
  return record;
}

export function refresh(patch: Partial<Ports> = {}, more: { generation?: number } = {}) {
  return refreshConnection({ ...ports, ...patch }, { key, deadline: world.now() + MINUTE, ...more });
}

/** An egress that answers the token endpoint itself, or fails there; counts how often it was asked. */
export function tokenEndpoint(
  answer: (ask: () => Promise<ProviderAnswer>) => Promise<ProviderAnswer> | ProviderAnswer,
): {
  fetch: Ports['fetch'];
  asked: () => number;
} {
  let asked = 0;
  const fetch: Ports['fetch'] = async (request) => {
    if (!request.url.endsWith('/token')) return ports.fetch(request);
    asked++;
    return answer(() => ports.fetch(request));
  };
  return { fetch, asked: () => asked };
}

export function oauthError(error: string, status = 400, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers });
}
