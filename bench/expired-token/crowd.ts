/** Callers at once on one expired token: how long each waits, in real time, and what becomes of its call. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { ConnectionRefreshReport } from '../../src/contract/refresh.ts';
import { systemRandom } from '../../src/system/random.ts';
import { percentile } from '../statistics.ts';

/** What the callers find. */
export interface Surroundings {
  ports: Ports;
  key: ConnectionKey;
  server: string;
  tool: string;
  /** Lets so much time pass that the token is expired, in a process that stays warm. */
  expire(): Promise<void>;
}

export interface Crowd {
  /** In each round. */
  callers: number;
  rounds: number;
  /** Milliseconds in which the token endpoint answers at the earliest. */
  latency: number;
}

export interface Waits extends Crowd {
  /** Milliseconds that the token endpoint took: the median of the rounds. */
  took: number;
  /** Milliseconds that a caller waited, of all rounds. */
  p50: number;
  p95: number;
  providerCalls: number;
  served: number;
  toldToComeBack: number;
  otherwise: number;
}

export async function waitsOf(surroundings: Surroundings, crowd: Crowd): Promise<Waits> {
  const { fetch, took } = slowEndpoint(surroundings.ports, crowd.latency);
  const there = { ...surroundings, ports: { ...surroundings.ports, fetch } };
  const outcomes: string[] = [];
  const waits: number[] = [];
  const caller = async () => {
    const began = performance.now();
    outcomes.push(await outcomeOfCall(there));
    waits.push(performance.now() - began);
  };
  for (let round = 0; round < crowd.rounds; round++) {
    await surroundings.expire();
    await Promise.all(Array.from({ length: crowd.callers }, caller));
  }
  const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
  const [served, toldToComeBack] = [count('served'), count('temporarily_unavailable')];
  return {
    ...crowd,
    took: percentile(took, 0.5),
    p50: percentile(waits, 0.5),
    p95: percentile(waits, 0.95),
    providerCalls: took.length,
    ...{ served, toldToComeBack, otherwise: outcomes.length - served - toldToComeBack },
  };
}

/** The token endpoint, which answers after `latency` at the earliest; and what it took each time. */
function slowEndpoint({ fetch }: Ports, latency: number): { fetch: Ports['fetch']; took: number[] } {
  const took: number[] = [];
  return {
    took,
    fetch: async (request) => {
      if (request.method !== 'POST') return fetch(request);
      const began = performance.now();
      const [answer] = await Promise.all([fetch(request), sleep(latency)]);
      took.push(performance.now() - began);
      return answer;
    },
  };
}

async function outcomeOfCall({ ports, key, server, tool }: Surroundings): Promise<string> {
  const refresher: Ports['refresher'] = { refresh: (_, generation) => refreshed({ ports, key }, generation) };
  const operation = { id: systemRandom.uuidV7(ports.clock.now()), kind: 'call', server, tool };
  const event = { version: '1', workspaceId: key.workspaceId, operation };
  const answer = await answerInjection({ ...ports, refresher, verifyCaller: undefined }, event);
  return answer.isAuthorized ? 'served' : answer.context.reason;
}

/** As token-refresh is invoked. */
export async function refreshed(
  { ports, key }: Pick<Surroundings, 'ports' | 'key'>,
  generation: number,
): Promise<ConnectionRefreshReport> {
  const event = { version: '1', kind: 'connection', ...key, generation };
  const deadline = ports.clock.now() + LIMITS.localInvocation;
  return (await answerRefresh(ports, event, deadline)) as ConnectionRefreshReport;
}
