/**
 * A newcomer follows docs/quickstart.md in a fresh clone: every command of the page, and no other.
 * Covers docs/quickstart.md, examples/own-server, local/token.ts, local/mint-token.ts, local/state-folders.ts,
 * local/start.ts, local/played-providers.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectInBrowser } from './connect-in-browser.ts';
import { blocks } from './page.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = /^http:\/\/127\.0\.0\.1:3000\/\?connect=github\S*$/m;

/** Of this process a newcomer's shell has these alone. The npm cache saves the time of the downloads. */
const { PATH, HOME, CHROMIUM_PATH, npm_config_cache } = process.env;
const own = { PATH, HOME, CHROMIUM_PATH, npm_config_cache };
// vitest was started by npm, which puts the folders of this repository before a person's own.
const path = PATH?.split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .join(':');
const ENVIRONMENT = { ...own, PATH: path, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };

let clone: string;
let terminals: Map<string, Terminal>;
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'connections-quickstart-'));
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, clone]);
  terminals = new Map(['1', '2', '3'].map((name) => [name, openTerminal(clone, ENVIRONMENT)]));
});
afterAll(async () => {
  for (const terminal of terminals.values()) await terminal.close();
  // Nobody waits for it: the removal of the packages takes as long as their installation.
  spawn('rm', ['-rf', clone], { detached: true, stdio: 'ignore' }).unref();
});

const terminal = (name: string) => terminals.get(name) ?? expect.unreachable(`no terminal ${name}`);

/** The blocks of the page in their order; each is run once, and none is left. */
const left = blocks();
const nextBlock = (name: string): string => {
  const block = left.shift();
  expect(block?.terminal).toBe(name);
  return block?.commands ?? '';
};

describe('the quickstart', () => {
  it('leads from a clone to the first call, and shows that a withdrawal is noticed', async () => {
    const started = await terminal('1').runUntil(
      nextBlock('1'),
      /Press Ctrl\+C to stop it|npm error|did not/,
    );
    expect(started).toContain('The local environment of Connections is running.');
    expect(started).toContain('AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:3004 AWS_REGION=local');
    await terminal('2').runUntil(nextBlock('2'), /The MCP server listens at \S+\./);

    const registered = await terminal('3').run(nextBlock('3'));
    expect(registered).toMatchObject({ code: 0, output: expect.stringContaining('"my-server"') });

    const refused = await terminal('3').run(nextBlock('3'));
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('not_connected: ') });
    const connectUrl = PAGE.exec(refused.output)?.[0] ?? expect.unreachable(refused.output);
    const { consentPage } = await connectInBrowser(connectUrl);
    expect(consentPage).toContain('Played provider: no real account.');
    expect(consentPage).toMatch(/^gist$/m);

    expect(await terminal('3').run(nextBlock('3'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('You are octo-ann.'),
    });

    expect((await terminal('3').run(nextBlock('3'))).output).toContain('Grants that ended: 1');
    const withdrawn = await terminal('3').run(nextBlock('3'));
    expect(withdrawn).toMatchObject({
      code: 1,
      output: expect.stringContaining('reauthorization_required: '),
    });
    expect(withdrawn.output).toMatch(PAGE);
    expect(left).toEqual([]);
  });
});
