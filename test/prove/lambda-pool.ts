/** Lambda's concurrency, as far as a function meets it: so many processes of a built bundle, each with one call at a time. */
import { type FunctionProcess, type Surroundings, startFunction } from '../deploy-moto/function-process.ts';

/** What Lambda answers when no execution is free. */
export class TooManyRequests extends Error {
  override name = 'TooManyRequestsException';
}

export interface LambdaPool {
  /** Rejects with {@link TooManyRequests} where no execution is free. */
  invoke(event: unknown): Promise<unknown>;
  /** As a caller that comes again until an execution is free. */
  insist(event: unknown): Promise<unknown>;
  /** Calls that run. */
  running(): number;
  /** Ends this many processes in the middle of their calls. */
  kill(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface PoolOptions {
  size: number;
  bundle: string;
  variables: Record<string, string>;
  surroundings: Surroundings;
  /** Called whenever a call ended. */
  onEnd(): void;
}

/** Starts the processes, four at a time, and asks each one thing, so that it is warm. */
export async function lambdaPool(options: PoolOptions, warmUp: unknown): Promise<LambdaPool> {
  const { size, bundle, variables, surroundings, onEnd } = options;
  const deployed = { bundle, variables, timeoutMs: 60_000, functionName: '', description: '' };
  const free: FunctionProcess[] = [];
  const busy = new Set<FunctionProcess>();
  const queue: (() => void)[] = [];
  while (free.length < size) {
    const some = Array.from({ length: Math.min(4, size - free.length) }, () =>
      startFunction(deployed, surroundings),
    );
    const started = await Promise.all(some);
    await Promise.all(started.map((each) => each.invoke(warmUp)));
    free.push(...started);
  }
  async function invoke(event: unknown): Promise<unknown> {
    const execution = free.pop();
    if (!execution) throw new TooManyRequests();
    busy.add(execution);
    try {
      return await execution.invoke(event);
    } finally {
      if (busy.delete(execution)) free.push(execution);
      queue.shift()?.();
      onEnd();
    }
  }
  return {
    invoke,
    async insist(event) {
      while (free.length === 0) await new Promise<void>((resolve) => queue.push(resolve));
      return invoke(event);
    },
    running: () => busy.size,
    async kill(count) {
      const ended = [...busy].slice(0, count);
      for (const execution of ended) busy.delete(execution);
      await Promise.all(ended.map((execution) => execution.close()));
    },
    async close() {
      await Promise.all([...free, ...busy].map((execution) => execution.close()));
    },
  };
}
