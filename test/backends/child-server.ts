/** Servers that run in a process of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import type { Running } from './backend.ts';

/** A Python server imports for half a minute where several suites start at once. The hook that waits has its own limit. */
const START_DEADLINE = 120_000;
const POLL = 50;

/** Starts `command`, which listens on `port` of 127.0.0.1, and waits until it does. */
export async function startChild(command: string, args: string[], port: number): Promise<Running> {
  const child = spawn(command, args, { stdio: 'ignore' });
  const kill = () => child.kill();
  process.once('exit', kill);
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${command} ended before it listened`);
  });
  gone.catch(() => {});
  await Promise.race([untilListening(port), gone]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      process.off('exit', kill);
      kill();
      await gone.catch(() => {});
    },
  };
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether a command of this name is on PATH. */
export function isCommand(name: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/** Whether this file is there, and can be started. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function untilListening(port: number): Promise<void> {
  const deadline = AbortSignal.timeout(START_DEADLINE);
  for await (const _ of setInterval(POLL, undefined, { signal: deadline })) {
    if (await accepts(port)) return;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
