/** Covers client/src. Each case of clients/vectors, for the TypeScript client. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCases } from '../../clients/vectors/stub/read-cases.ts';
import { type Stub, startStub } from '../../clients/vectors/stub/start-stub.ts';
import { playCase } from './play-case.ts';

const TOPICS = Map.groupBy(readCases(), ({ topic }) => topic);

let stub: Stub;
beforeAll(async () => {
  vi.stubEnv('AWS_REGION', 'local');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  stub = await startStub();
});
afterAll(() => {
  stub.close();
  vi.unstubAllEnvs();
});

describe.each([...TOPICS])('the TypeScript client: %s', (_topic, cases) => {
  const titles = cases.map(({ name, proves }) => [proves.filter((id) => id.startsWith('T')).join(' '), name]);
  it.each(titles)('%s: %s', async (_threats, name) => {
    expect((await playCase(stub.control, name as string)).join('\n')).toBe('');
  });
});
