/** What must hold of the figures, whatever the machine. Pure. */
import type { ExpiredToken } from '../expired-token/measure.ts';
import type { InjectReport } from './measure.ts';

/** Of the bare read and write. */
export const MOST = { trusting: 1.1, verifying: 1.35 };
/** Of what the token endpoint takes, where it is 50 ms: how long a caller may wait whom the CPU does not keep waiting. */
export const MOST_OF_LATENCY = 2.5;
/** Requests to the table of a refresh on demand. */
export const MOST_REQUESTS = 5;
/** Bytes that the heap may grow by over four fifths of the injections: what the JIT and the pools still take. */
export const HEAP_TOLERANCE = 2_000_000;

export function missedByInjection({ warm, counted, expiredToken }: InjectReport): string[] {
  const { injections, reads, writes, kmsCalls, keyRenewals, serverReads, other } = counted;
  const grown = counted.heapAfterAll - counted.heapAfterAFifth;
  // The data key is read and unwrapped again when its age is up, which a long run sees happen.
  const allowed = injections > 10_000 ? keyRenewals : 0;
  return [
    ...warm.flatMap(({ callers, mode, ratio }) =>
      (['cpu', 'p50'] as const).map((key) => {
        const of = `${ratio[key].toFixed(2)} of the bare calls`;
        return told(ratio[key] <= MOST[mode], `${key} at ${callers} callers, ${mode}, is ${of}`);
      }),
    ),
    told(kmsCalls <= allowed, `${kmsCalls} KMS calls in ${injections} injections`),
    told(
      reads >= injections + kmsCalls && reads <= injections + kmsCalls + serverReads,
      `${reads} reads in ${injections} injections`,
    ),
    told(writes === injections && other === 0, `${writes} writes and ${other} other requests`),
    told(grown <= HEAP_TOLERANCE, `the heap grew by ${grown} bytes`),
    ...missedByThoseWhoWait(expiredToken),
  ].filter((miss) => miss !== '');
}

function missedByThoseWhoWait({ inMemory, inEnvironment, refreshRequests }: ExpiredToken): string[] {
  const requests = refreshRequests.length;
  return [
    ...[...inMemory, ...inEnvironment].flatMap((waits) => {
      const { callers, rounds, latency, served, providerCalls } = waits;
      const of = `of ${callers} callers at an endpoint of ${latency} ms`;
      return [
        told(providerCalls === rounds, `${providerCalls} provider calls ${of}, for ${rounds} tokens`),
        told(served === callers * rounds, `${served} of ${callers * rounds} calls were served, ${of}`),
      ];
    }),
    ...inMemory
      .filter(({ latency }) => latency < 1_000)
      .map(({ p50, took }) =>
        told(
          p50 <= MOST_OF_LATENCY * took,
          `a caller waits ${p50.toFixed(0)} ms for an answer of ${took.toFixed(0)} ms`,
        ),
      ),
    told(requests <= MOST_REQUESTS, `${requests} table requests of a refresh on demand`),
  ];
}

function told(holds: boolean, miss: string): string {
  return holds ? '' : miss;
}
