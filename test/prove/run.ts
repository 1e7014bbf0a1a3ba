/**
 * `npm run prove -- refresh [--seed 1] [--cycles 100000] [--connections 300] [--json]`: the long run. Exits 1 when anything
 * was lost outside the window, killed falsely, revived or spent twice.
 * `npm run prove -- restore [--seed 1] [--connections 5000] [--json]`: the drill of docs/restore.md. Exits 1 when anything
 * was revived, rolled back, lost, or could be used without a refresh.
 */
import { parseArgs } from 'node:util';
import { proveRefresh } from './prove-refresh.ts';
import { proveRestore } from './prove-restore.ts';

export interface Proof {
  figures: object;
  text: string;
  failures: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    cycles: { type: 'string', default: '100000' },
    connections: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [seed, cycles] = [Number(values.seed), Number(values.cycles)];
const connections = (usual: number) => Number(values.connections ?? usual);
const PROOFS: Record<string, () => Promise<Proof>> = {
  refresh: () => proveRefresh({ seed, cycles, connections: connections(300) }),
  restore: () => proveRestore({ seed, connections: connections(5_000) }),
};

const prove = PROOFS[positionals[0] ?? ''];
if (prove) process.exit(await show(prove));
console.error('What is to be proved? `npm run prove -- refresh` or `npm run prove -- restore`');
process.exit(2);

async function show(prove: () => Promise<Proof>): Promise<number> {
  const { figures, text, failures } = await prove();
  if (values.json) console.log(JSON.stringify({ ...figures, failures }, null, 2));
  else console.log(`${text}\n${failures.length > 0 ? `\nFAILED: ${failures.join('; ')}` : '\nheld'}`);
  return failures.length > 0 ? 1 : 0;
}
