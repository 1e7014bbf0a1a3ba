/** `npm start` on a state folder that another version wrote. Covers local/state-format.ts, local/start-failure.ts. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startEnvironment } from '../../local/environment.ts';
import { StateOfAnotherVersion } from '../../local/state-format.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { stateDir } from './state-dir.ts';

/** `npm start` that is expected to end by itself: its exit code and both of its outputs. */
async function failedStart(state: string) {
  const args = ['local/start.ts', '--state', state, '--port', '21720'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { stdout, stderr, code };
}

async function startAndStop(state: string): Promise<void> {
  const log = createJsonLog(() => undefined);
  const environment = await startEnvironment({ stateDir: state, tickSeconds: 0, log });
  await environment.close();
}

describe('npm start on the state of another version', () => {
  it.each<[string, (state: string) => void]>([
    ['a table without a marker', (state) => mkdirSync(join(state, 'dynamodb'))],
    ['a master key without a marker', (state) => writeFileSync(join(state, 'master-key'), '')],
    [
      'a table with another marker',
      (state) => {
        mkdirSync(join(state, 'dynamodb'));
        writeFileSync(join(state, 'format'), '3\n');
      },
    ],
  ])('fails with one sentence, and changes nothing: %s', async (_what, write) => {
    const state = stateDir();
    write(state);
    const before = readdirSync(state).sort();
    const { stdout, stderr, code } = await failedStart(state);
    expect({ stdout, stderr, code }).toEqual({
      stdout: '',
      stderr:
        `The state in ${state} was written by another version, and this version does not open its rows: ` +
        'move the folder away or delete it, then start again.\n',
      code: 1,
    });
    // The log is opened before anything else, so that a failing start can be looked up.
    expect(
      readdirSync(state)
        .filter((name) => name !== 'log.jsonl')
        .sort(),
    ).toEqual(before);
  });
});

describe('the marker of the format', () => {
  it('is written by the first start, beside what a person has put there before', async () => {
    const state = stateDir();
    writeFileSync(join(state, 'platform-apps.json'), '{}', { mode: 0o600 });
    await startAndStop(state);
    expect(readFileSync(join(state, 'format'), 'utf8')).toBe('2\n');
    expect(existsSync(join(state, 'dynamodb'))).toBe(true);
    await startAndStop(state);
  });

  it('is required by every later start', async () => {
    const state = stateDir();
    await startAndStop(state);
    rmSync(join(state, 'format'));
    await expect(startAndStop(state)).rejects.toThrow(StateOfAnotherVersion);
  });

  it('is left without a table by a start that ended in between, and the next start goes on', async () => {
    const state = stateDir();
    writeFileSync(join(state, 'format'), '');
    await startAndStop(state);
    expect(readFileSync(join(state, 'format'), 'utf8')).toBe('2\n');
  });
});
