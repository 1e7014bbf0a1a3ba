/**
 * `npm run token` signs for a person of this machine, and nothing else does.
 * Covers local/token.ts, local/mint-token.ts, local/issuer-file.ts, local/private-file.ts, local/oidc-keys.ts,
 * local/people.ts, local/state-folders.ts, local/state-lock.ts.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_AUDIENCE } from '../../local/people.ts';
import { type Play, startPlay } from './playing.ts';
import { stateDir } from './state-dir.ts';

const PROGRAM = fileURLToPath(new URL('../../local/token.ts', import.meta.url));
const KEYS = 'identity-provider-keys.json';

let play: Play;
beforeAll(async () => {
  play = await startPlay();
});
afterAll(() => play?.close());

async function run(args: string[], cwd?: string) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { stdout, stderr, code };
}

const tokenOf = async (...args: string[]) =>
  (await run(['ada', '--state', play.stateDir, ...args])).stdout.trim();

async function connections(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const url = `${play.environment.urls.api}/v1/workspaces/acme/connections`;
  return (await fetch(url, { headers })).status;
}

/** A copy of what the running environment's folder holds for a signer. */
function copyOfState(): string {
  const copy = stateDir();
  for (const name of [KEYS, 'issuer'])
    writeFileSync(join(copy, name), readFileSync(join(play.stateDir, name)), { mode: 0o600 });
  return copy;
}

describe('npm run token', () => {
  it('T251: prints the token alone, and the running API takes it', async () => {
    const before = readdirSync(play.stateDir).sort();
    const { stdout, stderr, code } = await run(['ada', '--state', play.stateDir]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await connections(stdout.trim())).toBe(200);
    expect(readdirSync(play.stateDir).sort()).toEqual(before);
  });

  it('T251: signs for an hour at most, as RFC 9068 says', async () => {
    const token = await tokenOf();
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(exp - iat).toBe(3600);
    const workspaces = ['acme:admin', 'globex:member'];
    const iss = play.environment.urls.identityProvider;
    expect(claims).toMatchObject({ iss, sub: 'ada', aud: LOCAL_AUDIENCE, workspaces });
    const short = decodeJwt(await tokenOf('--minutes', '5'));
    expect((short.exp ?? 0) - (short.iat ?? 0)).toBe(300);
  });

  it('T251: for another audience it is nothing to the API', async () => {
    const token = await tokenOf('--audience', 'urn:my-runtime');
    expect(decodeJwt(token).aud).toBe('urn:my-runtime');
    expect(await connections(token)).toBe(401);
  });

  it.each([
    [['ada', '--minutes', '61'], /--minutes takes a number from 1 to 60/],
    [['ada', '--minutes', '0'], /--minutes takes a number from 1 to 60/],
    [['eve'], /<person> is one of ada, bob, mallory/],
    [[], /<person> is missing/],
    [['ada', '--issuer', 'https://login.example'], /not an option/],
  ])('T251: says in one sentence what is wrong with %j', async (args, sentence) => {
    const { stdout, stderr, code } = await run([...args, '--state', play.stateDir]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(sentence);
  });

  it.each<[string, (state: string) => void, RegExp]>([
    [
      'keys',
      (state) => rmSync(join(state, KEYS)),
      /^There is no state of npm start in \S+: run npm start first\.\n$/,
    ],
    ['an issuer', (state) => rmSync(join(state, 'issuer')), /^There is no state of npm start/],
    [
      'a lock on its keys',
      (state) => chmodSync(join(state, KEYS), 0o640),
      /^Other users can read the keys [^\n]+\n$/,
    ],
    ['privacy', (state) => chmodSync(join(state, KEYS), 0o604), /^Other users can read the keys that sign/],
    [
      'an issuer of this machine',
      (state) => writeFileSync(join(state, 'issuer'), 'https://login.example.com\n'),
      /^The issuer in \S+ is not of this machine/,
    ],
    [
      'an issuer that only looks like one of this machine',
      (state) => writeFileSync(join(state, 'issuer'), 'http://127.0.0.1:80@login.example.com\n'),
      /^The issuer in \S+ is not of this machine/,
    ],
  ])('T251: signs nothing without %s', async (_what, spoil, sentence) => {
    const state = copyOfState();
    spoil(state);
    const before = readdirSync(state).sort();
    const { stdout, stderr, code } = await run(['ada', '--state', state]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(sentence);
    expect(readdirSync(state).sort()).toEqual(before);
  });
});

describe('npm start', () => {
  it('T251: does not go on with keys that others could have read', async () => {
    const state = copyOfState();
    chmodSync(join(state, KEYS), 0o644);
    await expect(startPlay({ stateDir: state })).rejects.toThrow(/^Other users can read the keys that sign/);
  });
});

describe('the state folder where none is named', () => {
  it.each([
    ['that of a running start that plays', ['.local-play'], '.local-play'],
    ['that of a running start', ['.local'], '.local'],
    ['the usual one, where both run', ['.local', '.local-play'], '.local'],
    ['the usual one, where none runs', [], '.local'],
  ])('is %s', async (_what, running, chosen) => {
    const folder = stateDir();
    for (const name of running) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'lock'), String(process.pid));
    }
    const { stderr } = await run(['ada'], folder);
    expect(stderr).toContain(`/${chosen}: run npm start first.`);
  });
});
