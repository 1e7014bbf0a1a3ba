/**
 * A stage that uses tables and a key which exist already: every right and every variable is the same, on them.
 * Covers lib/storage/item-table.ts, lib/storage/imported-table.ts, lib/storage/table.ts, lib/storage/calls-table.ts,
 * lib/settings/faults/validate-account.ts.
 */
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ConnectionsStack } from '../../lib/connections-stack.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { resolve } from './resolve.ts';
import { faultsOf } from './stage-faults.ts';
import {
  callsTableIn,
  cdkContext,
  mainTableIn,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  vaultKeyIn,
  withEverything,
} from './stage-template.ts';

const EXISTING = {
  tableName: 'connections-prod-ConnectionsTable93C55591-1ABC',
  callsTableName: 'connections-prod-ConnectionsCallsTable96EACE30-2DEF',
  vaultKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
};
const ARN = 'arn:aws:dynamodb:eu-central-1:111122223333:table/';
const prod = withEverything(settingsOf('prod'));
const own = stageTemplate(prod);
const imported = stageTemplate({ ...prod, ...EXISTING });

/** Policies and variables as text, with the names of the tables and of the key in the place of references to them. */
function rightsAndVariables(template: StageTemplate, names: Record<string, string>): unknown {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([id, one]) => [
    id,
    one.Properties.PolicyDocument,
  ]);
  const variables = resourcesOf(template, 'AWS::Lambda::Function').map(([id, one]) => [
    id,
    one.Properties.Environment,
  ]);
  // A version's id has a hash of its function, which names the table.
  let text = JSON.stringify(resolve([policies, variables])).replace(/(CurrentVersion[0-9A-F]{8})\w+/g, '$1');
  for (const [from, to] of Object.entries(names)) text = text.replaceAll(from, to);
  return JSON.parse(text);
}

describe('a stage on existing tables and an existing key', () => {
  it('creates none of its own', () => {
    expect(resourcesOf(imported, 'AWS::DynamoDB::Table')).toEqual([]);
    expect(() => vaultKeyIn(imported)).toThrow();
  });

  it('has exactly the rights and the variables of a stage with its own, also on the indexes', () => {
    const [main] = mainTableIn(own);
    const [calls] = callsTableIn(own);
    const [key] = vaultKeyIn(own);
    const arnOf = (id: string) => `arn:aws:stack:eu-central-1:111122223333:${id}`;
    const expected = rightsAndVariables(own, {
      [arnOf(main)]: ARN + EXISTING.tableName,
      [arnOf(calls)]: ARN + EXISTING.callsTableName,
      [arnOf(key)]: EXISTING.vaultKeyArn,
      [`"${main}"`]: `"${EXISTING.tableName}"`,
      [`"${calls}"`]: `"${EXISTING.callsTableName}"`,
    });
    const text = JSON.stringify(expected);
    for (const name of Object.values(EXISTING)) expect(text).toContain(name);
    expect(text).toContain(`${EXISTING.tableName}/index/due`);
    expect(rightsAndVariables(imported, {})).toEqual(expected);
  });

  it('has the alarms of a stage with its own', () => {
    const alarms = (template: StageTemplate) =>
      resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    expect(alarms(own).length).toBeGreaterThan(30);
    expect(alarms(imported)).toEqual(alarms(own));
  });

  it('is told at synth what each table must have', () => {
    const app = new App({ context: cdkContext(), builtinCloudFormationValidation: false });
    const stack = new ConnectionsStack(app, 'imported', { settings: { ...settingsOf('dev'), ...EXISTING } });
    const said = (path: string, text: string) =>
      Annotations.fromStack(stack).hasInfo(`/imported/Connections/${path}`, Match.stringLikeRegexp(text));
    said('Table', 'partition key pk and the sort key sk');
    said(
      'Table',
      'index due \\(partition key dueShard, a text; sort key dueAt, a number; it includes appKey and status\\)',
    );
    said('Table', 'index account \\(partition key accountKey');
    said('Table', 'time to live on ttl; deletion protection; point-in-time recovery');
    said('Calls', `${EXISTING.callsTableName}, which must have .*time to live on ttl`);
  });

  it('may import one of them only', () => {
    const template = stageTemplate({ ...settingsOf('prod'), tableName: EXISTING.tableName });
    const tables = resourcesOf(template, 'AWS::DynamoDB::Table').map(([id]) => id);
    expect(tables).toEqual([expect.stringMatching(/^ConnectionsCallsTable/)]);
  });
});

describe('the name of a table', () => {
  const dev = settingsOf('dev');
  it.each<[string, Partial<StageSettings>, string]>([
    [
      'an ARN',
      { tableName: `${ARN}connections` },
      'tableName must be the name of a DynamoDB table, not its ARN.',
    ],
    [
      'too short',
      { callsTableName: 'ab' },
      'callsTableName must be the name of a DynamoDB table, not its ARN.',
    ],
    [
      'the same twice',
      { tableName: 'connections', callsTableName: 'connections' },
      'callsTableName is the same table as tableName; calls need one of their own.',
    ],
  ])('is refused where it is %s', (_, more, sentence) => {
    expect(faultsOf({ ...dev, ...more })).toEqual([sentence]);
  });
});
