/**
 * T181: a function that lacks a variable does not start, and says which. T063: nor one that would print its requests.
 * Covers lambdas/process.ts, src/contract/environment.ts, src/system/read-environment.ts.
 */
import { afterAll, describe, expect, it, vi } from 'vitest';
import { FUNCTIONS, VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { coldStart } from './entry.ts';

/** Nobody listens there, and nobody is asked: to start is no request. */
const dynamodb = 'http://127.0.0.1:9';
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe.each(FUNCTIONS)('T181: %s', (name) => {
  it('starts with its own variables alone', async () => {
    expect(await coldStart(name, { dynamodb })).toBeTypeOf('function');
  });

  it.each(VARIABLES_OF[name])('does not start without %s', async (variable) => {
    await expect(coldStart(name, { dynamodb, without: variable })).rejects.toThrow(
      `${name} needs the environment variable ${VARIABLE[variable]}`,
    );
  });

  it('T063: does not start where Node would print its requests, and starts under another debug switch', async () => {
    const underDebug = (switches: Record<string, string>) => coldStart(name, { dynamodb, switches });
    await expect(underDebug({ NODE_DEBUG: 'timers,ht*' })).rejects.toThrow(
      `${name} does not start with NODE_DEBUG`,
    );
    await expect(underDebug({ NODE_OPTIONS: '--tls-keylog=/tmp/keys' })).rejects.toThrow(
      `${name} does not start with the option --tls-keylog`,
    );
    expect(await underDebug({ NODE_DEBUG: 'timers' })).toBeTypeOf('function');
  });
});
