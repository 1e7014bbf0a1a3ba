/**
 * `npm run bench -- inject`, `-- cold-start`, `-- refresh`, `-- rotate`, `-- idle`, `-- one-address`, `-- door` and `-- clients`.
 * docs/cost.md, docs/scale.md and docs/one-address.md say what the figures mean.
 */
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, number } from '../command-line/option.ts';
import { type Bundles, makeBundles } from './bundles.ts';
import { describeClients } from './clients/describe.ts';
import { measureClients } from './clients/measure.ts';
import { describeColdStart, missedByColdStart } from './cold-start/describe.ts';
import { measureColdStart } from './cold-start/measure.ts';
import { describeDoor } from './door/describe.ts';
import { measureDoor } from './door/measure.ts';
import { describeIdle } from './idle/describe.ts';
import { idleStage, idleTick } from './idle/measure.ts';
import { missedByInjection } from './inject/checks.ts';
import { describeInjection } from './inject/describe.ts';
import { measureInjection } from './inject/measure.ts';
import { describeOneAddress, missedByOneAddress } from './one-address/describe.ts';
import { measureOneAddress } from './one-address/measure.ts';
import { measureDeployed } from './refresh/deployed.ts';
import { describeRefresh, missedByRefresh } from './refresh/describe.ts';
import { measureRefresh } from './refresh/measure.ts';
import { describeRotation, missedByRotation } from './rotate/describe.ts';
import { measureRotate } from './rotate/measure.ts';

interface Measured {
  report: object;
  text: string;
  missed: string[];
}

const { subcommand, options } = fromCommandLine({
  call: 'npm run bench',
  description:
    'Measures the product on this machine. docs/cost.md, docs/scale.md and docs/one-address.md explain the figures.',
  subcommands: {
    inject: {
      description: 'Compares injections with the bare SDK calls, and times who waits for an expired token.',
    },
    'cold-start': { description: 'Compares the start of the injector with the start of the bare clients.' },
    refresh: { description: 'Measures what one function refreshes in a second, and what that costs.' },
    rotate: { description: 'Counts what a rotation and a restore read and write.' },
    'one-address': { description: 'Compares a call through the endpoint with the call and the injection.' },
    door: {
      description: 'Compares a question to connections-door with a direct invocation of the injector.',
    },
    clients: { description: 'Compares a tool call with each client package with its two bare requests.' },
    idle: { description: 'Adds up what an idle stage costs in a month.' },
  },
  options: {
    json: flag('Prints the figures as JSON.'),
    check: flag('Exits 1 if a figure misses its limit.'),
    rounds: number({ least: 1, most: 1_000, usual: undefined }, 'How often each measurement is repeated.', {
      of: ['inject', 'cold-start', 'one-address', 'door', 'clients'],
    }),
    injections: number({ least: 10, most: 10_000_000, usual: 10_000 }, 'How many injections are counted.', {
      of: ['inject'],
    }),
    connections: number({ least: 500, most: 100_000, usual: 2_000 }, 'How many connections are rotated.', {
      of: ['rotate'],
    }),
  },
});
const onProgress = (doing: string) => process.stderr.write(`${doing} …\n`);

const BENCHES: Record<string, (bundles: () => Bundles) => Promise<Measured>> = {
  async inject(bundles) {
    const { rounds = 16, injections } = options;
    const report = await measureInjection(bundles(), { injections, rounds, onProgress });
    return { report, text: describeInjection(report), missed: missedByInjection(report) };
  },
  async 'cold-start'(bundles) {
    const report = await measureColdStart(bundles(), options.rounds ?? 15);
    return { report, text: describeColdStart(report), missed: missedByColdStart(report) };
  },
  async refresh(bundles) {
    const deployed = await measureDeployed(bundles(), onProgress);
    onProgress('the use case alone');
    const report = { ...(await measureRefresh(3_000)), deployed };
    return { report, text: describeRefresh(report), missed: missedByRefresh(report) };
  },
  async rotate() {
    const report = await measureRotate(options.connections, onProgress);
    return { report, text: describeRotation(report), missed: missedByRotation(report) };
  },
  async 'one-address'() {
    onProgress('calls through the endpoint, calls of the server, and injections');
    const report = await measureOneAddress(options.rounds ?? 12);
    return { report, text: describeOneAddress(report), missed: missedByOneAddress(report) };
  },
  async door() {
    onProgress('questions to the door, and direct invocations');
    const report = await measureDoor(options.rounds ?? 12);
    return { report, text: describeDoor(report), missed: [] };
  },
  async clients() {
    onProgress('calls with each client package, and their bare requests');
    const report = await measureClients(options.rounds ?? 12);
    return { report, text: describeClients(report), missed: [] };
  },
  async idle() {
    const report = { stages: ['prod'].map(idleStage), tick: await idleTick() };
    return { report, text: describeIdle(report), missed: [] };
  },
};

const bench = BENCHES[subcommand];
if (bench) process.exitCode = await run(bench);

async function run(bench: (bundles: () => Bundles) => Promise<Measured>): Promise<number> {
  let made: Bundles | undefined;
  const bundles = () => {
    onProgress('making the bundles');
    made ??= makeBundles();
    return made;
  };
  try {
    const { report, text, missed } = await bench(bundles);
    process.stdout.write(
      options.json ? `${JSON.stringify({ ...report, missed }, null, 2)}\n` : `\n${text}\n`,
    );
    for (const miss of missed) process.stderr.write(`A figure misses its limit: ${miss}.\n`);
    return options.check && missed.length > 0 ? 1 : 0;
  } finally {
    made?.remove();
  }
}
