/**
 * The tables, the vault key, and how long each stage keeps its data and its logs.
 * Covers lib/storage/table.ts, lib/storage/item-table.ts, lib/storage/calls-table.ts, lib/storage/vault-key.ts, lib/storage/stage-storage.ts, lib/settings/retention.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  callsTableIn,
  mainTableIn,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  vaultKeyIn,
} from './stage-template.ts';

const templates: Record<string, StageTemplate> = {};
beforeAll(() => {
  for (const stage of ['dev', 'staging', 'prod']) templates[stage] = stageTemplate(settingsOf(stage));
});
const table = (stage: string) => mainTableIn(templates[stage] as StageTemplate)[1];
const calls = (stage: string) => callsTableIn(templates[stage] as StageTemplate)[1];
const key = (stage: string) => vaultKeyIn(templates[stage] as StageTemplate)[1];

describe('the table', () => {
  it('has the keys, the indexes and the expiry of the contract', () => {
    expect(table('prod').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'dueShard', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['appKey', 'status'] },
        },
        {
          IndexName: 'account',
          KeySchema: [{ AttributeName: 'accountKey', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
    expect(table('prod').Properties.AttributeDefinitions).toContainEqual({
      AttributeName: 'dueAt',
      AttributeType: 'N',
    });
  });

  it('T169 T182 is in one region, where conditional writes hold, and copies itself nowhere', () => {
    for (const [stage, template] of Object.entries(templates)) {
      expect(resourcesOf(template, 'AWS::DynamoDB::GlobalTable')).toEqual([]);
      for (const { Properties } of [table(stage), calls(stage)])
        for (const setting of [
          'StreamSpecification',
          'Replicas',
          'KinesisStreamSpecification',
          'ResourcePolicy',
        ])
          expect(Properties[setting]).toBeUndefined();
    }
  });
});

describe('the table of calls', () => {
  it('has the keys and the expiry of the contract, the same encryption, no index and no backups', () => {
    for (const stage of ['dev', 'staging', 'prod']) {
      const { KeySchema, SSESpecification, BillingMode } = table(stage).Properties;
      expect(calls(stage).Properties).toMatchObject({
        KeySchema,
        BillingMode,
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      });
      expect(calls(stage).Properties.SSESpecification).toEqual(SSESpecification);
    }
  });
});

describe('the vault key', () => {
  it.each(['dev', 'staging', 'prod'])('of %s rotates and stays in its region', (stage) => {
    expect(key(stage).Properties.EnableKeyRotation).toBe(true);
    expect(key(stage).Properties.MultiRegion).toBeUndefined();
    expect(key(stage).Properties.KeySpec).toBeUndefined();
  });

  it('can be taken back for 30 days in prod', () => {
    expect(key('prod').Properties.PendingWindowInDays).toBe(30);
    expect(key('dev').Properties.PendingWindowInDays).toBe(7);
  });
});

describe.each([
  ['dev', 'Delete', false, false, 7],
  ['staging', 'Delete', false, true, 30],
  ['prod', 'Retain', true, true, 365],
] as const)('what is stored in %s', (stage, policy, protectedTable, backups, logDays) => {
  it(`meets ${policy} when the stack goes`, () => {
    for (const resource of [table(stage), calls(stage), key(stage)])
      expect(resource).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
    for (const [, logs] of resourcesOf(templates[stage] as StageTemplate, 'AWS::Logs::LogGroup'))
      expect(logs).toMatchObject({ DeletionPolicy: policy, Properties: { RetentionInDays: logDays } });
  });

  it(`is ${protectedTable ? '' : 'not '}protected from deletion and ${backups ? '' : 'not '}backed up`, () => {
    for (const resource of [table(stage), calls(stage)])
      expect(resource.Properties.DeletionProtectionEnabled).toBe(protectedTable);
    expect(table(stage).Properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: backups,
    });
  });
});
