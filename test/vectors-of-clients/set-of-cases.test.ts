/**
 * What holds of the set of cases, whichever client is proved.
 * Covers clients/vectors.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCases } from '../../clients/vectors/stub/read-cases.ts';
import { type Stub, startStub } from '../../clients/vectors/stub/start-stub.ts';
import { REFUSAL_REASONS } from '../../src/contract/injection-messages.ts';
import { WAYS } from '../client/ways-of-writing.ts';

const FOLDER = new URL('../../clients/vectors/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
const CASES = readCases();
const names = CASES.map(({ name }) => name);

describe('the set of cases', () => {
  it.each(readdirSync(new URL('cases/', FOLDER)))('%s is of the schema', (file) => {
    const schema = z.fromJSONSchema(read('case.schema.json'));
    expect(schema.safeParse(read(`cases/${file}`)).error).toBeUndefined();
    expect(schema.safeParse([{ ...read(`cases/${file}`)[0], more: 1 }]).success).toBe(false);
  });

  it('has each name once', () => {
    expect(names.length).toBe(new Set(names).size);
  });

  it('has a case of each reason of a refusal', () => {
    const reasons = CASES.flatMap(({ injector = [] }) => injector.map(({ refusal }) => refusal?.reason));
    for (const reason of REFUSAL_REASONS) expect(reasons).toContain(reason);
  });

  it('T151: has a case of each way of writing a token', () => {
    for (const way of Object.keys(WAYS)) expect(names).toContain(`A token that is written ${way} is removed`);
  });
});

describe('no case passes', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  afterAll(() => stub.close());

  const post = async (path: string, body: object) => {
    const response = await fetch(`${stub.control}/cases/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return response.json() as Promise<{ ok?: boolean; call: { requests?: unknown[] } }>;
  };

  it.each<[string, (results: number) => object]>([
    ['does nothing and reports nothing', () => ({ results: [] })],
    [
      'does nothing and reports empty answers',
      (count) => ({ results: Array(count).fill({ response: { status: 200, headers: [], body: '' } }) }),
    ],
    [
      'does nothing and reports nothing of value',
      (count) => ({ results: Array(count).fill({ value: null }) }),
    ],
    [
      'does nothing and fails',
      (count) => ({ results: Array(count).fill({ error: { kind: 'TypeError', text: '' } }) }),
    ],
  ])('for a client that %s', async (_what, reportOf) => {
    const passed: string[] = [];
    for (const { name, expect: expected } of CASES) {
      const path = encodeURIComponent(name);
      const { call } = await post(path, {});
      const count = expected.results?.length ?? call.requests?.length ?? 1;
      const { ok } = await post(`${path}/result`, reportOf(count));
      if (ok !== false) passed.push(name);
    }
    expect(passed).toEqual([]);
  });
});
