/** `npm start`: starts the local environment and prints its addresses. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createJsonLog } from '../src/system/json-log.ts';
import { type LocalEnvironment, startEnvironment } from './environment.ts';
import { readPageOptions } from './page-options.ts';
import { readStageServers } from './stage-servers-file.ts';
import { sentenceFor } from './start-failure.ts';
import { startMessage } from './start-message.ts';
import { type StartOptions, startOptions } from './start-options.ts';

async function main(): Promise<void> {
  const options = startOptions();
  const stageServers = options.servers === undefined ? [] : await readStageServers(options.servers);
  const page = await readPageOptions(options['return-to'], options.logos);
  const stateDir = resolve(options.state);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const logFile = join(stateDir, 'log.jsonl');
  const lines = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const environment = await startEnvironment({
    stateDir,
    ports: portsFrom(options.port),
    played: options.play,
    stageServers,
    page,
    log: createJsonLog((line) => lines.write(`${line}\n`)),
    // A person who tries this out has their own MCP servers on this machine too.
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
    onProgress: progress,
  });
  progress('');
  process.stdout.write(startMessage(environment.urls, { logFile, ...options }));
  process.once('SIGINT', () => stop(environment)).once('SIGTERM', () => stop(environment));
}

/** The ports that begin at the one of `--port`. */
function portsFrom(app: StartOptions['port']) {
  const local = { app, identityProvider: app + 1, demoProvider: app + 2, mcpServers: app + 3 };
  return { ...local, lambda: app + 4, endpoint: app + 5, playedProviders: app + 6 };
}

/** Prints a progress line that replaces the previous one. Prints nothing if the output is not a terminal. */
function progress(doing: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${doing && `  ${doing} …`}`);
}

async function stop(environment: LocalEnvironment): Promise<void> {
  await environment.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  progress('');
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exit(1);
});
