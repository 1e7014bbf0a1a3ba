/** A server in a process of its own, listening on a port of this machine. It does not outlive the test file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { FOLDER } from './servers.ts';

export interface SpawnedServer {
  origin: string;
  /** What it wrote so far, to either output. */
  output(): string;
  close(): Promise<void>;
}

export interface HttpServerCommand {
  script: string;
  args(port: number): string[];
  env(port: number): Record<string, string>;
  /** A path that answers, whatever the status, once it listens. */
  readyAt: string;
}

/** A port may be taken between finding and using it. */
const MOST_PORTS = 3;
const MOST_POLLS = 300;
const POLL_PAUSE = 50;

export async function startSpawnedServer(command: HttpServerCommand): Promise<SpawnedServer> {
  for (let tried = 1; ; tried += 1) {
    const server = await startAt(await freePort(), command);
    if ('origin' in server) return server;
    if (tried >= MOST_PORTS) throw new Error(`it does not start: ${server.output}`);
  }
}

async function startAt(
  port: number,
  { script, args, env, readyAt }: HttpServerCommand,
): Promise<SpawnedServer | { output: string }> {
  const child = spawn(process.execPath, [script, ...args(port)], {
    env: { PATH: process.env.PATH, ...env(port) },
    cwd: FOLDER,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collected(child);
  const origin = `http://127.0.0.1:${port}`;
  if (await answers(`${origin}${readyAt}`, child)) return { origin, output, close: () => end(child) };
  await end(child);
  return { output: output() };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let poll = 0; poll < MOST_POLLS && child.exitCode === null; poll += 1) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response) return true;
    await pause(POLL_PAUSE);
  }
  return false;
}

function collected({ stdout, stderr }: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return () => chunks.join('');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function freePort(): Promise<number> {
  const { origin, close } = await listenOnLoopback(0, () => () => undefined);
  await close();
  return Number(new URL(origin).port);
}
