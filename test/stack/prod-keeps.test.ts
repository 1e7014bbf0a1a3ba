/**
 * In prod every resource with data is retained when the stack is deleted, is protected before that, and can be
 * restored.
 * Covers lib/storage/table.ts, lib/storage/calls-table.ts, lib/storage/vault-key.ts, lib/storage/platform-apps.ts, lib/storage/rotation-escrow.ts,
 * lib/settings/retention.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { pooled } from './hosted-stage.ts';
import {
  callsTableIn,
  mainTableIn,
  resourcesOf,
  type StageTemplate,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

/** A type that is in neither list fails the first test: whoever adds one decides. */
const HOLDS_DATA = [
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
];
const MADE_AGAIN =
  /^AWS::(ApiGateway(V2)?|Budgets|CDK|CloudFront|CloudWatch|CodeDeploy|Events|EventSchemas|IAM|Lambda|Scheduler|SNS)::|^AWS::(Cognito::(UserPool(Client|Domain)|ManagedLoginBranding)|Logs::(MetricFilter|QueryDefinition)|S3::BucketPolicy|SQS::QueuePolicy|KMS::Alias)$|^Custom::/;

let template: StageTemplate;
beforeAll(() => {
  template = stageTemplate(withEverything(pooled()));
});

describe('prod', () => {
  it('consists of what holds data and of what a deployment makes again', () => {
    const types = new Set(Object.values(template.resources).map(({ Type }) => Type));
    const unknown = [...types].filter((type) => !HOLDS_DATA.includes(type) && !MADE_AGAIN.test(type));
    expect(unknown).toEqual([]);
  });

  it('keeps what holds data when the stack goes or a resource is replaced', () => {
    const holders = HOLDS_DATA.slice(0, -1).flatMap((type) => resourcesOf(template, type));
    expect(holders.length).toBeGreaterThan(10);
    for (const [id, resource] of holders)
      expect(resource, id).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('has tables that refuse to be deleted; all but the marks of calls can be brought back to any second of 35 days', () => {
    const tables = [mainTableIn(template), callsTableIn(template)];
    expect(resourcesOf(template, 'AWS::DynamoDB::Table')).toHaveLength(tables.length);
    for (const [, { Properties }] of tables) expect(Properties.DeletionProtectionEnabled).toBe(true);
    expect(mainTableIn(template)[1].Properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
    });
  });

  it('can take the vault key’s deletion back for 30 days', () => {
    const [vaultKey, ...others] = resourcesOf(template, 'AWS::KMS::Key').filter(([id]) =>
      id.startsWith('ConnectionsVaultKey'),
    );
    expect(others).toEqual([]);
    expect(vaultKey?.[1].Properties.PendingWindowInDays).toBe(30);
  });

  it('empties no bucket on its own', () => {
    expect(resourcesOf(template, 'Custom::S3AutoDeleteObjects')).toEqual([]);
    for (const [, { Properties }] of resourcesOf(template, 'Custom::CDKBucketDeployment'))
      expect(Properties.RetainOnDelete).not.toBe(false);
  });
});
