/**
 * What is played is decided by the state folder: no token crosses from a played provider to a real one, or back.
 * Covers local/state-format.ts, local/start-failure.ts, local/platform-apps-file.ts.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { StateOfOtherProviders } from '../../local/state-format.ts';
import { connection, connectPlayed, play, refresh, startPlay } from './playing.ts';
import { stateDir } from './state-dir.ts';

/** `npm start` that is expected to end by itself. */
async function failedStart(...args: string[]) {
  const child = spawn(process.execPath, ['local/start.ts', '--port', '21730', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [stderr, code] = await Promise.all([text(child.stderr), closed]);
  return { stderr, code };
}

describe('T250: a state folder and what is played', () => {
  it('a played folder starts with what it played, and with nothing else', async () => {
    const first = await play(['google', 'github']);
    await connectPlayed(first, first.ada, 'acme', { provider: 'google', apps: ['gmail'] });
    await first.close();
    const folder = first.stateDir;
    for (const other of [[], ['google'], ['github'], ['google', 'github', 'notion'], ['notion']])
      await expect(startPlay({ stateDir: folder, played: other })).rejects.toThrow(StateOfOtherProviders);

    const again = await play(['github', 'google'], folder);
    expect(await connection(again, 'google')).toMatchObject({ status: 'active' });
    expect((await refresh(again, 'google')).body).toEqual({ outcome: 'refreshed' });
  });

  it('a folder of real tokens is refused to a start that plays', async () => {
    const real = await play([]);
    await real.close();
    await expect(startPlay({ stateDir: real.stateDir, played: ['github'] })).rejects.toThrow(
      StateOfOtherProviders,
    );
  });

  it('a folder with the apps of real providers is refused to a start that plays, and stays as it is', async () => {
    const folder = stateDir();
    const apps = join(folder, 'platform-apps.json');
    const real = JSON.stringify({ github: { clients: { 'Iv1.real': 'real-secret' } } });
    writeFileSync(apps, real, { mode: 0o600 });
    for (const played of [['github'], ['notion']])
      await expect(startPlay({ stateDir: folder, played })).rejects.toThrow(StateOfOtherProviders);
    expect(readFileSync(apps, 'utf8')).toBe(real);
    expect(existsSync(join(folder, 'format'))).toBe(false);
    await (await play([], folder)).close();
  });

  it('a folder whose first start that played ended early is taken by the same play alone', async () => {
    const folder = stateDir();
    writeFileSync(join(folder, 'format'), '2 played github github-app\n');
    writeFileSync(join(folder, 'platform-apps.json'), '{}', { mode: 0o600 });
    for (const played of [[], ['notion']])
      await expect(startPlay({ stateDir: folder, played })).rejects.toThrow(StateOfOtherProviders);
    await (await play(['github'], folder)).close();
  });

  it('npm start says it in one sentence, in both directions', async () => {
    const [played, real] = [await play(['github']), await play([])];
    await Promise.all([played.close(), real.close()]);
    expect(await failedStart('--state', played.stateDir)).toEqual({
      code: 1,
      stderr: `The state in ${played.stateDir} is of a start with played github, github-app, whose tokens may reach no other provider: use npm start -- --play github,github-app, or choose another folder with --state <folder>.\n`,
    });
    expect(await failedStart('--state', real.stateDir, '--play', 'github')).toEqual({
      code: 1,
      stderr: `The state in ${real.stateDir} is of a start with no played provider, whose tokens may reach no other provider: use npm start without --play, or choose another folder with --state <folder>.\n`,
    });
  });

  it('its mark is one that a version without played providers refuses', async () => {
    const { stateDir: folder } = await play(['google', 'github']);
    expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('2 played github github-app google\n');
    expect(statSync(join(folder, 'played-providers.json')).mode & 0o777).toBe(0o600);
  });
});
