/** Processes of the bench: each is asked one question at a time, and ends with this one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Reply } from './answer-parent.ts';

export interface Child {
  readonly pid: number;
  ask<Answer>(question: string, input?: unknown): Promise<Answer>;
  end(): Promise<void>;
}

export interface ChildOptions {
  args?: string[];
  /** All of its environment variables but PATH. */
  env?: Record<string, string>;
  execArgv?: string[];
}

/** `file` is relative to this folder. */
export async function startChild(file: string, options: ChildOptions = {}): Promise<Child> {
  const { args = [], env = {}, execArgv = [] } = options;
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    execArgv,
    // What a function logs is read as Lambda reads it, through a pipe, and let go.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.stdout?.resume();
  await next(child);
  return {
    pid: child.pid as number,
    async ask<Answer>(question: string, input?: unknown) {
      child.send({ question, input });
      const reply = (await next(child)) as Reply;
      if (reply.error !== undefined) throw new Error(`${file}, ${question}: ${reply.error}`);
      return reply.answer as Answer;
    },
    async end() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** The next message, or the end of the process as an error. */
async function next(child: ChildProcess): Promise<unknown> {
  const done = new AbortController();
  const message = once(child, 'message', { signal: done.signal }).then(([value]) => value);
  const gone = once(child, 'exit', { signal: done.signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${code}`);
  });
  try {
    return await Promise.race([message, gone]);
  } finally {
    for (const each of [message, gone]) each.catch(() => undefined);
    done.abort();
  }
}
