/** What must hold of the figures, whatever the machine. Pure. */
import type { InjectReport } from './measure.ts';

/** Of the bare read and write. */
export const MOST = { cpu: 1.1, p50: 1.1 };
/** Bytes that the heap may grow by over four fifths of the injections: what the JIT and the pools still take. */
export const HEAP_TOLERANCE = 2_000_000;

export function missedByInjection({ warm, counted, expiredToken }: InjectReport): string[] {
  const { injections, reads, writes, kmsCalls, keyRenewals, serverReads, other } = counted;
  const grown = counted.heapAfterAll - counted.heapAfterAFifth;
  // The data key is read and unwrapped again when its age is up, which a long run sees happen.
  const allowed = injections > 10_000 ? keyRenewals : 0;
  return [
    ...warm.flatMap(({ callers, ratio }) => [
      told(ratio.cpu <= MOST.cpu, `CPU at ${callers} callers is ${ratio.cpu.toFixed(2)} of the bare calls`),
      told(ratio.p50 <= MOST.p50, `p50 at ${callers} callers is ${ratio.p50.toFixed(2)} of the bare calls`),
    ]),
    told(kmsCalls <= allowed, `${kmsCalls} KMS calls in ${injections} injections`),
    told(
      reads >= injections + kmsCalls && reads <= injections + kmsCalls + serverReads,
      `${reads} reads in ${injections} injections`,
    ),
    told(writes === injections && other === 0, `${writes} writes and ${other} other requests`),
    told(grown <= HEAP_TOLERANCE, `the heap grew by ${grown} bytes`),
    told(expiredToken.providerCalls === 1, `${expiredToken.providerCalls} provider calls for one token`),
    told(
      expiredToken.otherwise === 0,
      `${expiredToken.otherwise} callers got neither the token nor a time to come back`,
    ),
  ].filter((miss) => miss !== '');
}

function told(holds: boolean, miss: string): string {
  return holds ? '' : miss;
}
