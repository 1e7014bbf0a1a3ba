/** `npm start`: the local environment, and where it is. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createJsonLog } from '../src/system/json-log.ts';
import { type LocalEnvironment, startEnvironment } from './environment.ts';
import { sentenceFor } from './start-failure.ts';
import { type StartOptions, startOptions } from './start-options.ts';

async function main(): Promise<void> {
  const options = startOptions();
  const stateDir = resolve(options.state);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const logFile = join(stateDir, 'log.jsonl');
  const lines = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const environment = await startEnvironment({
    stateDir,
    ports: portsFrom(options.port),
    log: createJsonLog((line) => lines.write(`${line}\n`)),
    // A newcomer's own servers are on this machine too.
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
    onProgress: progress,
  });
  progress('');
  tellWhere(environment, logFile);
  process.once('SIGINT', () => stop(environment)).once('SIGTERM', () => stop(environment));
}

/** One option, five neighbouring ports. */
function portsFrom(app: StartOptions['port']) {
  return { app, identityProvider: app + 1, demoProvider: app + 2, mcpServers: app + 3, lambda: app + 4 };
}

/** One line that overwrites itself; none where the output is not a terminal. */
function progress(doing: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${doing && `  ${doing} …`}`);
}

function tellWhere({ urls }: LocalEnvironment, logFile: string): void {
  process.stdout.write(`
  Connections runs on this machine.

  Dashboard      ${urls.dashboard}   sign in as Ada, Bob or Mallory
  API            ${urls.api}/openapi.json
  Sign-in        ${urls.identityProvider}
  Demo Provider  ${urls.demoProvider}
  MCP servers    ${urls.notesMcp}
                 ${urls.tasksMcp}
  Injector       AWS_ENDPOINT_URL_LAMBDA=${urls.lambda}   function token-injector
  Log            ${logFile}

  Ctrl+C stops it. Your connections are kept for the next start.

`);
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
