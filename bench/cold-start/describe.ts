/** The figures for a reader, and what must hold of them. Pure. */
import { table } from '../table.ts';
import type { ColdStartReport } from './measure.ts';

/** Of the bundle of the bare clients. */
export const MOST = 1.2;

export function missedByColdStart({ ratio }: ColdStartReport): string[] {
  return ratio <= MOST ? [] : [`a cold start takes ${ratio.toFixed(2)} times that of the bare clients`];
}

export function describeColdStart(report: ColdStartReport): string {
  const { rounds, function: injector, bare, bareWithoutExtras, ratio, ratioWithoutExtras } = report;
  const runs = [
    ['token-injector', injector],
    ['bare clients', bare],
    ['bare clients, bundled as the functions are', bareWithoutExtras],
  ] as const;
  const rows = runs.map(([name, run]) => [
    name,
    ...[run.import, run.answer, run.total, run.cpu].map((value) => value.toFixed(0)),
  ]);
  const sizes = Object.entries(report.kilobytes).map(([name, kilobytes]) => [name, String(kilobytes)]);
  return [
    `From import to first answer, a fresh process each, medians of ${rounds}, over TLS`,
    table([['milliseconds', 'import', 'answer', 'total', 'CPU'], ...rows]),
    `  ${ratio.toFixed(2)} times the bare clients (at most ${MOST}), ` +
      `${ratioWithoutExtras.toFixed(2)} times those that are bundled as the functions are`,
    '',
    table([['bundle', 'kB'], ...sizes]),
  ].join('\n');
}
