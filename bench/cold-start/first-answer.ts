/** A fresh process: how long a bundle takes from its import to its first answer. Prints what it measured to its parent. */
import { newEvent } from '../event.ts';
import { CONTEXT } from '../lambda-context.ts';

export interface ColdStart {
  /** Milliseconds. */
  import: number;
  answer: number;
  total: number;
  /** Milliseconds of CPU for both. */
  cpu: number;
  /** Whether Node's `fetch` was loaded: it takes about 13 ms. */
  loadsFetch: boolean;
}

/** Undocumented, and as old as Node: the modules of Node that are loaded. */
const LOADED = process as unknown as { moduleLoadList: string[] };
const event = newEvent(process.env.BENCH_CALLER_TOKEN);
const began = performance.now();
const cpu = process.cpuUsage();
const { handler } = await import(process.argv[2] ?? '');
const imported = performance.now();
const answer = await handler(event, CONTEXT);
const answered = performance.now();
const { user, system } = process.cpuUsage(cpu);
if (answer.isAuthorized === false) throw new Error(`refused: ${answer.context.reason}`);
const measured: ColdStart = {
  import: imported - began,
  answer: answered - imported,
  total: answered - began,
  cpu: (user + system) / 1_000,
  loadsFetch: LOADED.moduleLoadList.some((name) => name.includes('undici')),
};
process.send?.(measured);
process.disconnect?.();
