/** moto with its log, which is the only place where it says what of a stack it left out. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../backends/child-server.ts';
import { moto, motoServer } from '../backends/moto.ts';

export interface MotoServer {
  /** With the name `localhost`: the CLI's uploads want a host name. */
  endpoint: string;
  /** Resource types that its CloudFormation does not know. */
  skipped(): Promise<string[]>;
  /** The end of its log if it stumbled, for whoever looks into a failure. */
  stumbled(): Promise<string>;
  close(): Promise<void>;
}

export const absenceOfMoto = () => moto.absence();

export async function startMoto(logFile: string): Promise<MotoServer> {
  const port = await freePort();
  const log = await open(logFile, 'w');
  const child = spawn(motoServer(), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', log.fd, log.fd],
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  const gone = once(child, 'exit').then(() => log.close());
  const endpoint = `http://localhost:${port}`;
  await untilUp(`${endpoint}/moto-api/`, () => child.exitCode);
  return {
    endpoint,
    async skipped() {
      const lines = (await readFile(logFile, 'utf8')).matchAll(/No Moto CloudFormation support for (\S+)/g);
      return [...new Set([...lines].map(([, type = '']) => type))].sort();
    },
    async stumbled() {
      const [, ...tracebacks] = (await readFile(logFile, 'utf8')).split('Traceback');
      return tracebacks.at(-1)?.slice(-1_500) ?? '';
    },
    async close() {
      process.off('exit', kill);
      kill();
      await gone;
    },
  };
}

async function untilUp(url: string, exitCode: () => number | null): Promise<void> {
  for (let tries = 0; tries < 120 && exitCode() === null; tries++) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(250);
  }
  throw new Error('moto did not start');
}
