/** `npm run prove -- refresh`: the long run, and how its figures read. */

import type { Proof } from './proof.ts';
import { type Crowd, crowdOf } from './provider-calls.ts';
import { type RunReport, runRefresh } from './run-refresh.ts';
import { LONG_ROTATIONS, ROTATIONS, type Rotation } from './scripted-provider.ts';
import { windowLengths } from './window.ts';

type Crowds = ({ rotation: Rotation } & Crowd)[];
interface Window {
  /** Milliseconds. */
  median: number;
  p99: number;
}

export async function proveRefresh(options: {
  seed: number;
  cycles: number;
  connections: number;
}): Promise<Proof> {
  const report = await runRefresh(options);
  const crowds: Crowds = [];
  for (const refreshers of [2, 8, 64, 256])
    for (const rotation of ROTATIONS)
      crowds.push({ rotation, ...(await crowdOf(refreshers, rotation, options.seed + refreshers)) });
  const lengths = await windowLengths(2_000);
  const window = { median: at(lengths, 0.5), p99: at(lengths, 0.99) };
  const failures = failuresOf(report).concat(
    crowds
      .filter(({ providerCalls }) => providerCalls !== 1)
      .map(({ refreshers }) => `${refreshers} refreshers asked more than once`),
  );
  return { figures: { ...report, crowds, window }, text: describe(report, crowds, window), failures };
}

function at(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

function failuresOf({ findings, doubleSpends, recovery }: RunReport): string[] {
  const found = LONG_ROTATIONS.flatMap((rotation) => {
    const { lost, revived, 'false-death': falseDeaths } = findings[rotation];
    const counts = { lost, 'revived after a disconnect': revived, 'false deaths': falseDeaths };
    return Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${rotation}: ${count} ${what}`);
  });
  if (recovery.late.length > 0) found.push(`${recovery.late.length} connections that two ticks passed by`);
  return doubleSpends > 0 ? [...found, `${doubleSpends} refresh tokens spent twice`] : found;
}

function describe(report: RunReport, crowds: Crowds, window: Window): string {
  const { findings, recovery } = report;
  const row = (name: string, finding: keyof RunReport['findings']['strict']) =>
    name.padEnd(38) +
    LONG_ROTATIONS.map((rotation) => String(findings[rotation][finding]).padStart(9)).join('');
  const calls = crowds.map(
    ({ refreshers, rotation, providerCalls }) => `${refreshers} ${rotation}: ${providerCalls}`,
  );
  return [
    `refresh, seed ${report.seed}: ${report.cycles} cycles of ${report.connections} connections, ${report.faults} faults`,
    '',
    `faults             ${list(report.faultsBy)}`,
    '',
    'rotation of the provider                 strict    grace     none   remote',
    row('alive at the end', 'fine'),
    row('ended by their owners, recorded so', 'dead'),
    row('lost, except for the next two lines', 'lost'),
    row('  … in the window of docs/refresh.md', 'lost-in-window'),
    row('  … while table and escrow refused', 'lost-cut-off'),
    row('false deaths', 'false-death'),
    row('alive after a disconnect', 'revived'),
    '',
    `tokens spent twice ${report.doubleSpends}`,
    `the window         ${window.median.toFixed(3)} ms median, ${window.p99.toFixed(3)} ms p99, from the answer to the write`,
    `recovery           ${recovery.median} s median, ${recovery.longest} s at the longest, of ${recovery.cases} cases`,
    `  the longest by its last wait: ${list(recovery.by)}; ${recovery.late.length} were passed by two ticks`,
    `provider calls     ${calls.join(' · ')}`,
  ].join('\n');
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(' · ');
}
