/**
 * `npm run prove -- refresh`: the long run. Exits 1 when anything was lost outside the window, killed falsely, revived or
 * spent twice. `npm run prove -- restore`: the drill of docs/restore.md. Exits 1 when anything was revived, rolled back,
 * lost, or could be used without a refresh. `npm run prove -- tenants`: the trouble of some customers. Exits 1 when another
 * customer was without a token because of it.
 */
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { flag, number } from '../../command-line/option.ts';
import type { Proof } from './proof.ts';
import { proveRefresh } from './prove-refresh.ts';
import { proveRestore } from './prove-restore.ts';
import { proveTenants } from './prove-tenants.ts';

const { subcommand, options } = fromCommandLine({
  call: 'npm run prove',
  description: 'Runs a long proof with seeded faults. Exits 1 if a promise was broken.',
  subcommands: {
    refresh: {
      description: 'Refreshes connections under every fault, and counts lost and falsely ended ones.',
    },
    restore: { description: 'Loses rows of the table, and brings them back (docs/restore.md).' },
    tenants: { description: 'Puts some customers in trouble, and counts what the others notice.' },
  },
  options: {
    seed: number(
      { least: 0, most: 4_294_967_295, usual: 1 },
      'The seed of the faults. The same seed repeats a run.',
    ),
    cycles: number({ least: 1, most: 100_000_000, usual: 100_000 }, 'How many refreshes run.', {
      of: ['refresh'],
    }),
    connections: number(
      { least: 3, most: 1_000_000, usual: undefined },
      'How many connections exist (default: 300 for refresh, 5000 for restore).',
    ),
    json: flag('Prints the figures as JSON.'),
  },
});
const { seed, cycles } = options;
const connections = (usual: number) => options.connections ?? usual;
const PROOFS: Record<string, () => Promise<Proof>> = {
  refresh: () => proveRefresh({ seed, cycles, connections: connections(300) }),
  tenants: () => proveTenants({ seed }),
  restore: () => proveRestore({ seed, connections: connections(5_000) }),
};

const prove = PROOFS[subcommand];
if (prove) process.exit(await show(prove));

async function show(prove: () => Promise<Proof>): Promise<number> {
  const { figures, text, failures } = await prove();
  if (options.json) console.log(JSON.stringify({ ...figures, failures }, null, 2));
  else
    console.log(
      `${text}\n${failures.length > 0 ? `\nFAILED: ${failures.join('; ')}` : '\nEvery promise held.'}`,
    );
  return failures.length > 0 ? 1 : 0;
}
