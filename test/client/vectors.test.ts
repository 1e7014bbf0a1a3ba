/** Covers client/src, clients/vectors. Each case of clients/vectors, for the TypeScript client. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCases } from '../../clients/vectors/stub/read-cases.ts';
import { type Stub, startStub } from '../../clients/vectors/stub/start-stub.ts';
import { playCase } from './vector-runner.ts';

const TOPICS = Map.groupBy(readCases(), ({ topic }) => topic);

let stub: Stub;
beforeAll(async () => {
  vi.stubEnv('AWS_REGION', 'local');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', '');
  stub = await startStub();
});
afterAll(() => {
  stub.close();
  vi.unstubAllEnvs();
});

describe.each([...TOPICS])('%s', (_topic, cases) => {
  it.each(cases.map(({ name }) => name))('%s', async (name) => {
    expect((await playCase(stub.control, name)).join('\n')).toBe('');
  });
});
