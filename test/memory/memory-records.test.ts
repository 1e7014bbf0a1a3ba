/** Covers src/aws/table/app-health.ts, src/aws/table/grant-marks.ts. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalTable, startDynalite } from '../../local/dynalite.ts';
import { localDynamoDB } from '../../local/ports.ts';
import { appHealthStore } from '../../src/aws/table/app-health.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import type { AppHealth } from '../../src/broker/records.ts';
import type { AppHealthStore, Expectation } from '../../src/broker/stores.ts';
import { describeActCounters } from '../adapters/table/act-counters.ts';
import { describeCallReads } from '../adapters/table/call-reads.ts';
import { describeGrantMarks } from '../adapters/table/grant-marks.ts';
import { memoryRecords } from './memory-records.ts';
import { memoryStores } from './memory-stores.ts';

let dynalite: LocalTable;
let onDynamoDB: AppHealthStore;
beforeAll(async () => {
  dynalite = await startDynalite();
  const client = localDynamoDB(dynalite.socketPath);
  await createTable(client, 'memory');
  onDynamoDB = appHealthStore({ client, tableName: 'memory' });
});
afterAll(() => dynalite.close());

const time = fc.integer({ min: 1, max: 4 });
const test = fc.oneof(
  time.map((is) => ({ is })),
  fc.array(time, { minLength: 1, maxLength: 3 }).map((isOneOf) => ({ isOneOf })),
  fc.constant({ absent: true as const }),
  time.map((absentOrAtMost) => ({ absentOrAtMost })),
  time.map((moreThan) => ({ moreThan })),
);
const expectation = fc.record({ pauseUntil: test, alertedAt: test }, { requiredKeys: [] }) as fc.Arbitrary<
  Expectation<AppHealth>
>;
const health = fc.record({
  pauseUntil: time,
  reason: fc.constantFrom('provider_unavailable' as const, 'app_misconfigured' as const),
  alertedAt: fc.option(time, { nil: undefined }),
});
// Few, so that retries of the same write happen.
const writeId = fc.constantFrom('w1', 'w2', 'w3');
const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), expect: expectation, set: health, writeId }),
  fc.record({ do: fc.constant('add' as const), record: health, writeId }),
  fc.record({ do: fc.constant('delete' as const), expect: expectation }),
);

async function run(
  store: AppHealthStore,
  appKey: string,
  steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
) {
  const seen: unknown[] = [];
  for (const each of steps) {
    const key = { appKey };
    if (each.do === 'change') seen.push(await store.change(key, each));
    else if (each.do === 'add') seen.push(await store.add(key, each));
    else seen.push(await store.delete(key, each.expect));
    seen.push(await store.read(key));
  }
  return seen;
}

it('records in memory answer as those on DynamoDB, whatever is done to them', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const appKey = `acme/google/${++runs}`;
      const inMemory = memoryRecords<{ appKey: string }, AppHealth>(new Map());
      expect(await run(inMemory, appKey, steps)).toEqual(await run(onDynamoDB, appKey, steps));
    }),
    { numRuns: 60 },
  );
});

const { acts } = memoryStores();
describeActCounters(() => acts, { serialisesWrites: true });
const { grantMarks } = memoryStores();
describeGrantMarks(() => grantMarks);
const calls = memoryStores();
describeCallReads(() => calls);
