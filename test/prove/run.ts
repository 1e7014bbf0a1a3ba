/**
 * `npm run prove -- refresh [--seed 1] [--cycles 100000] [--connections 300] [--json]`: the long run. Exits 1 when anything
 * was lost outside the window, killed falsely, revived or spent twice.
 */
import { parseArgs } from 'node:util';
import { type Crowd, crowdOf } from './provider-calls.ts';
import { type RunReport, runRefresh } from './run-refresh.ts';
import { ROTATIONS, type Rotation } from './scripted-provider.ts';
import { windowLengths } from './window.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    cycles: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});
if (positionals[0] !== 'refresh') {
  console.error('What is to be proved? `npm run prove -- refresh`');
  process.exit(2);
}

const [seed = 1, cycles = 0, connections = 0] = [values.seed, values.cycles, values.connections].map(Number);
const report = await runRefresh({ seed, cycles, connections });
const crowds: ({ rotation: Rotation } & Crowd)[] = [];
for (const refreshers of [2, 8, 64, 256])
  for (const rotation of ROTATIONS)
    crowds.push({ rotation, ...(await crowdOf(refreshers, rotation, seed + refreshers)) });
const lengths = await windowLengths(2_000);
const window = { median: at(lengths, 0.5), p99: at(lengths, 0.99) };
const failures = failuresOf(report).concat(
  crowds
    .filter(({ providerCalls }) => providerCalls !== 1)
    .map(({ refreshers }) => `${refreshers} refreshers asked more than once`),
);
if (values.json) console.log(JSON.stringify({ ...report, crowds, window, failures }, null, 2));
else print();
process.exit(failures.length > 0 ? 1 : 0);

function at(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

function failuresOf({ findings, doubleSpends }: RunReport): string[] {
  const found = ROTATIONS.flatMap((rotation) => {
    const { lost, revived, 'false-death': falseDeaths } = findings[rotation];
    const counts = { lost, 'revived after a disconnect': revived, 'false deaths': falseDeaths };
    return Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${rotation}: ${count} ${what}`);
  });
  return doubleSpends > 0 ? [...found, `${doubleSpends} refresh tokens spent twice`] : found;
}

function print(): void {
  console.log(
    `refresh, seed ${report.seed}: ${report.cycles} cycles of ${report.connections} connections, ${report.faults} faults\n`,
  );
  console.log(`faults             ${list(report.faultsBy)}\n`);
  console.log('rotation of the provider                 strict    grace     none');
  row('alive at the end', 'fine');
  row('ended by their owners, and known as ended', 'dead');
  row('lost', 'lost');
  row('  … in the window, where nobody can help', 'lost-in-window');
  row('  … with table and escrow both refusing', 'lost-cut-off');
  row('false deaths', 'false-death');
  row('alive after a disconnect', 'revived');
  console.log(`\nspent twice        ${report.doubleSpends}`);
  console.log(
    `the window         ${window.median.toFixed(3)} ms median, ${window.p99.toFixed(3)} ms p99, from the answer to the write`,
  );
  console.log(
    `recovery           ${report.recovery.median} s median, ${report.recovery.longest} s at the longest, of ${report.recovery.cases} cases`,
  );
  console.log(
    `provider calls     ${crowds.map(({ refreshers, rotation, providerCalls }) => `${refreshers} ${rotation}: ${providerCalls}`).join(' · ')}`,
  );
  console.log(failures.length > 0 ? `\nFAILED: ${failures.join('; ')}` : '\nheld');
}

function row(name: string, finding: keyof RunReport['findings']['strict']): void {
  const counts = ROTATIONS.map((rotation) => String(report.findings[rotation][finding]).padStart(9));
  console.log(name.padEnd(38) + counts.join(''));
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(' · ');
}
