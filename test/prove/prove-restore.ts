/** `npm run prove -- restore`: the drill, and how its figures read. */

import type { Proof } from './proof.ts';
import { type DrillReport, drillRestore } from './restore.ts';

export async function proveRestore(options: { seed: number; connections: number }): Promise<Proof> {
  const report = await drillRestore(options);
  return { figures: report, text: describe(report, options.seed), failures: failuresOf(report) };
}

function failuresOf({ revived, rolledBack, unverified, missing }: DrillReport): string[] {
  return Object.entries({ revived, 'rolled back': rolledBack, unverified, missing })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
}

function describe(report: DrillReport, seed: number): string {
  const { fates } = report;
  const rows = Object.values(fates).reduce((sum, count) => sum + count, 0);
  return [
    `restore, seed ${seed}: ${report.connections} connections, of which ${report.lost} were lost, ${report.forgotten} with the activity of their workspace`,
    '',
    `in the live table, not changed          ${fates.known}`,
    `copied back, refreshed before next use  ${fates.verify}`,
    `copied back, must be connected again    ${fates.connect_again}`,
    `copied back unchanged (tombstones …)    ${fates.back}`,
    `not copied, since they were deleted     ${fates.deleted}`,
    '',
    `revived after a disconnect              ${report.revived}`,
    `rolled back in the live table           ${report.rolledBack}`,
    `usable without a refresh                ${report.unverified}`,
    `missing                                 ${report.missing}`,
    `time                                    ${report.seconds.toFixed(1)} s on dynalite, ${Math.round(rows / report.seconds)} rows per second`,
  ].join('\n');
}
