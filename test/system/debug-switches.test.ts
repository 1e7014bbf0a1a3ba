/**
 * T063: a function does not start where Node would print what it sends.
 * Covers src/system/debug-switches.ts.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { refuseDebugSwitches, SHOWING_SECTIONS } from '../../src/system/debug-switches.ts';

const start = (environment: Record<string, string | undefined>, options: string[] = []) => {
  return () => refuseDebugSwitches('connect', { environment, options });
};

describe('T063: NODE_DEBUG', () => {
  it.each([
    ...SHOWING_SECTIONS,
    'HTTP',
    'Https',
    '*',
    '**',
    'ht*',
    'H*S',
    '*t*',
    'timers,https',
    'https,timers',
    'a,,tls,b',
    'n*',
    'timer*,s*m',
  ])('%s is refused, without its value', (value) => {
    expect(start({ NODE_DEBUG: `canary,${value}` })).toThrow(/^connect does not start with NODE_DEBUG for "/);
    expect(start({ NODE_DEBUG: `canary,${value}` })).not.toThrow('canary');
  });

  it.each([
    undefined,
    '',
    'timers',
    'timer,fs,module,esm',
    'cluster',
    'httpx',
    'x-https',
    'http s',
    ' https',
    'h.tp',
    'http|https',
    'time*',
  ])('%s is allowed: Node prints no request for it', (value) => {
    expect(start({ NODE_DEBUG: value })).not.toThrow();
  });

  it('prints a request only in sections that are refused, in this version of Node', async () => {
    const printed = await sectionsThatPrint(['REQUEST-CANARY', 'PATH-CANARY', 'ANSWER-CANARY']);
    expect(printed).toEqual(expect.arrayContaining(['net', 'stream']));
    expect(printed.filter((section) => !SHOWING_SECTIONS.some((refused) => refused === section))).toEqual([]);
  }, 60_000);
});

describe('T063: options of Node', () => {
  it.each([
    '--inspect',
    '--inspect=0',
    '--inspect-brk=127.0.0.1:9229',
    '--inspect_brk=0',
    '--inspect-wait',
    '--tls-keylog=/tmp/keys',
    '--tls_keylog=/tmp/keys',
    '--enable-source-maps --tls-keylog /tmp/keys',
    '"--tls-keylog=/tmp/my keys"',
    '"--tls-keylog"=/tmp/keys',
    '-"-tls\\-keylog"=/tmp/keys',
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=1',
    '--trace-event-categories=node.http',
  ])('%s is refused', (value) => {
    expect(start({ NODE_OPTIONS: value })).toThrow(/^connect does not start with the option --/);
    expect(start({ NODE_OPTIONS: value })).not.toThrow('/tmp');
  });

  it.each([
    undefined,
    '',
    '--enable-source-maps',
    '--max-old-space-size=512 --import=/opt/tracing.mjs',
    '--require /opt/inspect.js',
    '--title=--inspect',
    '--trace-warnings',
    '--no-inspect',
  ])('%s is allowed', (value) => {
    expect(start({ NODE_OPTIONS: value })).not.toThrow();
  });

  it('on the command line count, too', () => {
    expect(start({}, ['--enable-source-maps', '--inspect=0'])).toThrow('the option --inspect of Node');
    expect(start({}, ['--enable-source-maps'])).not.toThrow();
  });
});

/** The sections of `NODE_DEBUG=*` under which a process printed one of the canaries, in clear or as bytes. */
async function sectionsThatPrint(canaries: string[]): Promise<string[]> {
  const script = fileURLToPath(new URL('talkative-process.ts', import.meta.url));
  const { stderr } = await promisify(execFile)(process.execPath, [script, ...canaries], {
    env: { ...process.env, NODE_DEBUG: '*', NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const forms = canaries.flatMap((each) => [each, bytesAsShown(each)]);
  // A value of several lines belongs to the section whose line began it.
  const records = stderr.split(/^(?=[A-Z0-9_]+ \d+: )/m);
  const showing = records.filter((record) => forms.some((form) => record.includes(form)));
  return [...new Set(showing.map((record) => (/^[A-Z0-9_]+/.exec(record)?.[0] ?? '').toLowerCase()))];
}

/** As `util.inspect` shows bytes. */
function bytesAsShown(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
}
