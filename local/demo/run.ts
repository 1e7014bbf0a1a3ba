/** `npm run demo`: shows all features in a terminal, in a local environment of its own. Exits with 1 if a step fails. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { type LocalEnvironment, startEnvironment } from '../environment.ts';
import { signIn } from './stage.ts';
import { STEPS } from './steps.ts';

/**
 * Seconds. Long enough for the calls before the expiry step and after it, where no call can force another refresh yet
 * (`forcedRefreshFloor`), and short enough to wait for.
 */
const TOKEN_LIFETIME = 15;

async function main(): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-demo-'));
  await mkdir(join(stateDir, 'log'));
  const lines = createWriteStream(join(stateDir, 'log', 'log.jsonl'));
  let environment: LocalEnvironment | undefined;
  try {
    const log = createJsonLog((line) => lines.write(`${line}\n`));
    environment = await startEnvironment({
      stateDir,
      tickSeconds: 0,
      accessTokenLifetimeSeconds: TOKEN_LIFETIME,
      log,
    });
    say(`\n  Demo of Connections, in a local environment at ${environment.urls.dashboard}\n`);
    const stage = await signIn(environment, stateDir);
    say(
      '  1. Ada (admin) and Bob (member) of workspace acme sign in\n     each got an access token of the local identity provider',
    );
    for (const [index, step] of STEPS.entries()) {
      say(`  ${index + 2}. ${step.title}`);
      say(`     ${await step.run(stage)}`);
    }
    stage.runtime.close();
    say('\n  All steps succeeded.\n');
  } finally {
    await environment?.close();
    lines.end();
    await rm(stateDir, { recursive: true, force: true });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

fromCommandLine({
  call: 'npm run demo',
  description: 'Shows the whole story in a terminal, from sign-in to disconnect. Exits 1 if a step fails.',
  options: {},
});
const began = process.hrtime.bigint();
main().then(
  () => say(`  The demo took ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)} s.`),
  (error: unknown) => {
    process.stderr.write(`\n  The demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
