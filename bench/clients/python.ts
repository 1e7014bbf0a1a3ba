/** Starts python_calls.py in the Python environment that `npm run test:python` makes, and tells the process what to call. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CALLS } from '../p50-of-calls.ts';
import { AWS, type Called, type Calls } from './calls.ts';

const PYTHON = fileURLToPath(new URL('../../clients/python/.venv/bin/python', import.meta.url));
const SCRIPT = fileURLToPath(new URL('python_calls.py', import.meta.url));

export function hasPythonClient(): boolean {
  return existsSync(PYTHON);
}

/** It reads what to call from the first line, and then one kind of calls from each line. */
export async function startPython(called: Called): Promise<Calls> {
  const child = spawn(PYTHON, [SCRIPT, String(CALLS)], {
    env: { PATH: process.env.PATH, AWS_ENDPOINT_URL_LAMBDA: called.lambda, ...AWS },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line: string) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the Python client of the bench ended');
    return Number(value);
  };
  await once(child, 'spawn');
  await ask(JSON.stringify(called));
  return { client: () => ask('client'), bare: () => ask('bare'), end: () => child.stdin.end() };
}
