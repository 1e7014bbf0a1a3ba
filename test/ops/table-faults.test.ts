/**
 * What an existing table must have before a stage uses it, on what dynalite says of the tables that the code creates.
 * Covers ops/deploy/table-faults.ts, src/aws/table/create-table.ts.
 */
import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS_TABLE_HAS, MAIN_TABLE_HAS } from '../../lib/storage/imported-table.ts';
import { tableFaults } from '../../ops/deploy/table-faults.ts';
import { CALLS_TABLE, createCallsTable, createTable, MAIN_TABLE } from '../../src/aws/table/create-table.ts';
import { clientOf } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';

const main = { definition: MAIN_TABLE, backups: true };
const ofCalls = { definition: CALLS_TABLE, backups: false };
let described: TableDescription;
let describedCalls: TableDescription;
let close: () => Promise<unknown>;
beforeAll(async () => {
  const backend = await dynalite.start();
  const client = clientOf(backend);
  close = async () => {
    client.destroy();
    await backend.close();
  };
  await createTable(client, 'main-table');
  await createCallsTable(client, 'calls-table');
  const describeTable = async (TableName: string) =>
    (await client.send(new DescribeTableCommand({ TableName }))).Table ?? {};
  described = { ...(await describeTable('main-table')), DeletionProtectionEnabled: true };
  describedCalls = { ...(await describeTable('calls-table')), DeletionProtectionEnabled: true };
});
afterAll(() => close());

const sound = (table: TableDescription) => ({ table, ttl: 'ttl', hasPointInTimeRecovery: true });

describe('a table of a stage', () => {
  it('has everything', () => {
    expect(tableFaults(sound(described), main)).toEqual([]);
    expect(tableFaults({ ...sound(describedCalls), hasPointInTimeRecovery: false }, ofCalls)).toEqual([]);
  });

  it('may include more in an index than it must', () => {
    const all = described.GlobalSecondaryIndexes?.map((index) => ({
      ...index,
      Projection: { ProjectionType: 'ALL' as const },
    }));
    expect(tableFaults(sound({ ...described, GlobalSecondaryIndexes: all }), main)).toEqual([]);
  });

  it('cannot be the one of calls, which lacks the indexes that synth names too', () => {
    const faults = tableFaults(sound(describedCalls), main);
    expect(faults).toEqual([
      'It must have the index due with the keys dueShard (S), dueAt (N), which includes appKey and status.',
      'It must have the index account with the keys accountKey (S).',
    ]);
    expect(MAIN_TABLE_HAS.filter((one) => one.startsWith('the index'))).toHaveLength(faults.length);
    expect(CALLS_TABLE_HAS.filter((one) => one.startsWith('the index'))).toEqual([]);
  });

  it.each<[string, (of: TableDescription) => TableDescription, string | RegExp]>([
    [
      'another sort key',
      (of) => ({ ...of, KeySchema: of.KeySchema?.slice(0, 1) }),
      'Its keys must be pk (S), sk (S).',
    ],
    [
      'a key of another type',
      (of) => ({
        ...of,
        AttributeDefinitions: of.AttributeDefinitions?.map((one) =>
          one.AttributeName === 'dueAt' ? { ...one, AttributeType: 'S' as const } : one,
        ),
      }),
      /must have the index due with the keys dueShard \(S\), dueAt \(N\)/,
    ],
    [
      'an index that includes too little',
      (of) => ({
        ...of,
        GlobalSecondaryIndexes: of.GlobalSecondaryIndexes?.map((one) => ({
          ...one,
          Projection: { ProjectionType: 'KEYS_ONLY' as const },
        })),
      }),
      /must have the index due/,
    ],
    [
      'an index that is being built',
      (of) => ({
        ...of,
        GlobalSecondaryIndexes: of.GlobalSecondaryIndexes?.map((one) =>
          one.IndexName === 'account' ? { ...one, IndexStatus: 'CREATING' as const } : one,
        ),
      }),
      'Its index account is CREATING.',
    ],
    [
      'no deletion protection',
      (of) => ({ ...of, DeletionProtectionEnabled: false }),
      'Deletion protection must be on.',
    ],
    ['a status of its own', (of) => ({ ...of, TableStatus: 'DELETING' }), 'The table is DELETING.'],
  ])('is refused with %s', (_, change, sentence) => {
    const faults = tableFaults(sound(change(described)), main);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(sentence);
  });

  it('is refused without time to live on the right attribute, and without backups', () => {
    expect(tableFaults({ ...sound(described), ttl: undefined, hasPointInTimeRecovery: false }, main)).toEqual(
      ['Time to live must be on, for the attribute ttl.', 'Point-in-time recovery must be on.'],
    );
    expect(tableFaults({ ...sound(described), ttl: 'expiresAt' }, main)).toHaveLength(1);
  });
});
