/**
 * Each case of clients/vectors, for the TypeScript client.
 * Covers client/src.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NamedCase } from '../../clients/vectors/stub/case.ts';
import { readCases } from '../../clients/vectors/stub/read-cases.ts';
import { type Stub, startStub } from '../../clients/vectors/stub/start-stub.ts';
import { THREATS } from '../architecture/threats.ts';
import { playCase } from './play-case.ts';

const CASES = readCases();
const TOPICS = Map.groupBy(CASES, ({ topic }) => topic);

/** The threats that stand in titles below, since the titles of cases are in other files. */
const PROVED = [
  ...['T030', 'T056', 'T063', 'T116', 'T134', 'T135', 'T140', 'T141', 'T147', 'T148', 'T149', 'T150', 'T151'],
  ...['T152', 'T153', 'T154', 'T187', 'T204', 'T207', 'T214', 'T215', 'T216', 'T217', 'T235', 'T236'],
];

/** The case by its name, behind the threats that it proves. */
function titleOf({ name, proves }: NamedCase): string {
  const threats = proves.filter((id) => /^T\d{3}$/.test(id));
  return threats.length > 0 ? `${threats.join(' ')}: ${name}` : name;
}

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
  it.each(cases.map((one) => [titleOf(one), one.name]))('%s', async (_title, name) => {
    expect((await playCase(stub.control, name)).join('\n')).toBe('');
  });
});

it('the threats that the cases prove are those that this file names', () => {
  const proved = CASES.flatMap(({ proves }) => proves).filter((id) => Object.hasOwn(THREATS, id));
  expect([...new Set(proved)].sort()).toEqual(PROVED);
});
