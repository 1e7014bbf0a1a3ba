/** A process that holds one bundle and calls its handler. Its CPU and its heap are those of the function. */
import { answerParent } from '../answer-parent.ts';
import { newEvent } from '../event.ts';
import { CONTEXT } from '../lambda-context.ts';
import { percentile } from '../statistics.ts';

export interface Block {
  calls: number;
  /** At any time. */
  callers: number;
}
export interface Calls {
  /** Microseconds of CPU of this process for one call. */
  cpu: number;
  /** Microseconds. */
  p50: number;
}

const { handler } = await import(process.argv[2] ?? '');

async function call(): Promise<void> {
  const answer = await handler(newEvent(process.env.BENCH_CALLER_TOKEN), CONTEXT);
  if (answer.isAuthorized === false) throw new Error(`refused: ${answer.context.reason}`);
}

async function run({ calls, callers }: Block): Promise<Calls> {
  const times: number[] = [];
  let left = calls;
  const caller = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await call();
      times.push((performance.now() - began) * 1_000);
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: callers }, caller));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, p50: percentile(times, 0.5) };
}

answerParent({
  run,
  /** Bytes that are still in use after a full collection. */
  heap(): number {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  },
});
