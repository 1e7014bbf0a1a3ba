/** `npm run bench -- inject`, `-- cold-start`, `-- refresh` and `-- idle`. docs/cost.md and docs/scale.md say what the figures mean. */
import { parseArgs } from 'node:util';
import { type Bundles, makeBundles } from './bundles.ts';
import { describeColdStart, missedByColdStart } from './cold-start/describe.ts';
import { measureColdStart } from './cold-start/measure.ts';
import { describeIdle } from './idle/describe.ts';
import { idleStage, idleTick } from './idle/measure.ts';
import { missedByInjection } from './inject/checks.ts';
import { describeInjection } from './inject/describe.ts';
import { measureInjection } from './inject/measure.ts';
import { describeRefresh, missedByRefresh } from './refresh/describe.ts';
import { measureRefresh } from './refresh/measure.ts';

const USAGE =
  'npm run bench -- inject|cold-start|refresh|idle [--json] [--check] [--rounds n] [--injections n]';

interface Measured {
  report: object;
  text: string;
  missed: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    injections: { type: 'string', default: '10000' },
  },
});
const onProgress = (doing: string) => process.stderr.write(`${doing} …\n`);

const BENCHES: Record<string, (bundles: () => Bundles) => Promise<Measured>> = {
  async inject(bundles) {
    const [rounds, injections] = [Number(values.rounds ?? 16), Number(values.injections)];
    const report = await measureInjection(bundles(), { injections, rounds, onProgress });
    return { report, text: describeInjection(report), missed: missedByInjection(report) };
  },
  async 'cold-start'(bundles) {
    const report = await measureColdStart(bundles(), Number(values.rounds ?? 15));
    return { report, text: describeColdStart(report), missed: missedByColdStart(report) };
  },
  async refresh() {
    const report = await measureRefresh(3_000);
    return { report, text: describeRefresh(report), missed: missedByRefresh(report) };
  },
  async idle() {
    const report = { stages: ['prod'].map(idleStage), tick: await idleTick() };
    return { report, text: describeIdle(report), missed: [] };
  },
};

const bench = BENCHES[positionals[0] ?? ''];
if (bench) process.exitCode = await run(bench);
else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

async function run(bench: (bundles: () => Bundles) => Promise<Measured>): Promise<number> {
  let made: Bundles | undefined;
  const bundles = () => {
    onProgress('making the bundles');
    made ??= makeBundles();
    return made;
  };
  try {
    const { report, text, missed } = await bench(bundles);
    process.stdout.write(values.json ? `${JSON.stringify({ ...report, missed }, null, 2)}\n` : `\n${text}\n`);
    for (const miss of missed) process.stderr.write(`missed: ${miss}\n`);
    return values.check && missed.length > 0 ? 1 : 0;
  } finally {
    made?.remove();
  }
}
