/**
 * Some customers whose accounts are in trouble, and many others of the same verified app: how long are the others without a
 * token that can be used?
 */
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { connectMany, HOUR, MINUTE, tick } from './pacing.ts';
import { type ProvePorts, type ProveWorld, proveWorld } from './world.ts';

export interface Trouble {
  seed: number;
  /** Connections whose provider answers them. The first ones belong to the customers in trouble. */
  healthy: number;
  /** Customers, to whom they belong in turn. Absent: each to another one. */
  customers?: number;
  /** Customers in trouble, with one such account each. */
  inTrouble: number;
  /** What the provider answers for an account in trouble. */
  answer: () => Response;
  /** A member of each customer in trouble asks again and again for a refresh: every so many milliseconds. */
  askedAgainEvery?: number;
}

export interface WithoutToken {
  /** Of all minutes of all healthy connections, the share without a token that can be used. */
  share: number;
  /** How often the provider was asked for an account in trouble. */
  askedInTrouble: number;
}

/** Eight hours, in which every token ends several times. */
const HOURS = 8;
const STEP = 10_000;

export async function withoutToken(trouble: Trouble): Promise<WithoutToken> {
  const world = proveWorld(trouble.seed);
  const { customers = trouble.healthy } = trouble;
  const healthy = await connectMany(world, 'none', trouble.healthy, (n) => `w${n % customers}`);
  const broken = Array.from({ length: trouble.inTrouble }, (_, n) => ({
    workspaceId: `w${n}`,
    connectionId: 'none~broken',
  }));
  const grants = new Set<string>();
  for (const key of broken) grants.add((await world.connect(key, 'none')).refresh);
  const { ports, asked } = troubled(world, grants, trouble.answer);
  let without = 0;
  for (let now = 0; now < HOURS * HOUR; now += STEP) {
    world.advance(STEP);
    if (trouble.askedAgainEvery && now % trouble.askedAgainEvery === 0)
      for (const key of broken) await askAgain(ports, world, key);
    if (now % MINUTE !== 0) continue;
    await tick(ports, world);
    without += await countWithout(world, healthy);
  }
  return { share: without / (healthy.length * HOURS * 60), askedInTrouble: asked() };
}

/** The ports of a process to which the provider answers so for these refresh tokens. */
function troubled(world: ProveWorld, refreshTokens: ReadonlySet<string>, answer: () => Response) {
  const ports = world.portsOf(1, () => 'fair');
  let asked = 0;
  const fetch: ProvePorts['fetch'] = async (request) => {
    const refresh = new URLSearchParams(request.body).get('refresh_token') ?? '';
    if (!refreshTokens.has(refresh)) return ports.fetch(request);
    asked++;
    return answer();
  };
  return { ports: { ...ports, fetch }, asked: () => asked };
}

async function askAgain(ports: ProvePorts, world: ProveWorld, key: ConnectionKey): Promise<void> {
  await refreshConnection(ports, { key, isOnDemand: true, deadline: world.now() + MINUTE });
}

async function countWithout(world: ProveWorld, keys: ConnectionKey[]): Promise<number> {
  const records = await Promise.all(keys.map((key) => world.stores.connections.read(key)));
  return records.filter((record) => (record?.accessExpiresAt ?? 0) <= world.now()).length;
}
