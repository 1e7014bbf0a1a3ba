/** The figures for a reader, and what must hold of them. Pure. */
import { table } from '../table.ts';
import { type ColdStartReport, loadsFetch } from './measure.ts';

/** Of the bare clients, bundled as the functions are. */
export const MOST = { trusting: 1.15, verifying: 1.45 };

export function missedByColdStart(report: ColdStartReport): string[] {
  const modes = ['trusting', 'verifying'] as const;
  const slow = modes.flatMap((mode) =>
    report.ratio[mode] <= MOST[mode]
      ? []
      : [`a cold start, ${mode}, takes ${report.ratio[mode].toFixed(2)} times that of the bare clients`],
  );
  return loadsFetch(report) ? [...slow, 'a first answer loads Node’s fetch'] : slow;
}

export function describeColdStart(report: ColdStartReport): string {
  const { rounds, verifying, trusting, bare, bareByDefault, ratio } = report;
  const runs = [
    ['token-injector, which verifies the caller’s token', verifying],
    ['token-injector, which trusts its runtime', trusting],
    ['bare clients, bundled as the functions are', bare],
    ['bare clients, bundled by default', bareByDefault],
  ] as const;
  const rows = runs.map(([name, run]) => [
    name,
    ...[run.import, run.answer, run.total, run.cpu].map((value) => value.toFixed(0)),
  ]);
  const sizes = Object.entries(report.kilobytes).map(([name, kilobytes]) => [name, String(kilobytes)]);
  return [
    'No store here is durable: dynalite keeps its tables in memory; KMS and the issuer are stand-ins.',
    `From import to first answer, a fresh process each, medians of ${rounds}, over TLS`,
    table([['milliseconds', 'import', 'answer', 'total', 'CPU'], ...rows]),
    `  verifying ${ratio.verifying.toFixed(2)} times the bare clients that are bundled so (at most ${MOST.verifying}),`,
    `  trusting ${ratio.trusting.toFixed(2)} times (at most ${MOST.trusting})`,
    `  Node’s fetch is ${loadsFetch(report) ? '' : 'not '}loaded`,
    '',
    table([['bundle', 'kB'], ...sizes]),
  ].join('\n');
}
