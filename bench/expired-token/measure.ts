/** Those who wait for one expired token, and what its refresh asks of the table. */
import { type Crowd, refreshed, type Surroundings, type Waits, waitsOf } from './crowd.ts';
import { inEnvironment } from './in-environment.ts';
import { inMemory } from './in-memory.ts';
import { tableRequests } from './table-requests.ts';

export interface ExpiredToken {
  inMemory: Waits[];
  inEnvironment: Waits[];
  /** Operations of one refresh on demand, of a verified app and a process that has the data key. */
  refreshRequests: string[];
}

const FEW: Crowd = { callers: 20, rounds: 10, latency: 50 };
const MANY: Crowd = { callers: 60, rounds: 1, latency: 3_000 };
const WARM_UP: Crowd = { ...FEW, rounds: 2 };

export async function shareOneRefresh(): Promise<ExpiredToken> {
  const memory = await waits(await inMemory());
  return inEnvironment(async (there) => {
    const refreshRequests = await requestsOfRefresh(there);
    return { inMemory: memory, inEnvironment: await waits(there), refreshRequests };
  });
}

async function waits(there: Surroundings): Promise<Waits[]> {
  await waitsOf(there, WARM_UP);
  return [await waitsOf(there, FEW), await waitsOf(there, MANY)];
}

async function requestsOfRefresh(there: Surroundings): Promise<string[]> {
  await there.expire();
  const { generation = 0 } = (await there.ports.connections.read(there.key)) ?? {};
  return tableRequests(async () => {
    const { outcome } = await refreshed(there, generation);
    if (outcome !== 'refreshed') throw new Error(`the refresh that was counted ended with ${outcome}`);
  });
}
