/** Proves the tests of rights themselves: they must notice a policy that allows too much. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FunctionName } from '../../../src/contract/environment.ts';
import {
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from '../stage-template.ts';
import type { Statement } from './policy-evaluator.ts';
import { disagreements } from './who-may.ts';

let prod: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
});

/** A copy of the template in which one function's statements were changed. */
function widened(name: FunctionName, change: (statements: Statement[]) => void): StageTemplate {
  const copy = structuredClone(prod);
  for (const [, policy] of resourcesOf(copy, 'AWS::IAM::Policy'))
    if (policy.Properties.Roles[0].Ref === copy.roleIds[name])
      change(policy.Properties.PolicyDocument.Statement);
  return copy;
}

type Conditions = NonNullable<Statement['Condition']>;

/** The statement with this action, and with this text somewhere in it. */
function find(statements: Statement[], action: string, text = ''): Statement & { Condition: Conditions } {
  const found = statements.find(
    (statement) => [statement.Action].flat().includes(action) && JSON.stringify(statement).includes(text),
  );
  if (!found) throw new Error(`no statement with ${action} and ${text}`);
  found.Condition ??= {};
  return found as Statement & { Condition: Conditions };
}

function addValues(
  statement: { Condition: Conditions },
  [operator, key]: [string, string],
  ...values: string[]
) {
  const present = statement.Condition[operator]?.[key];
  if (!Array.isArray(present)) throw new Error(`no ${operator} of ${key}`);
  present.push(...values);
}
const LEADING_KEYS: [string, string] = ['ForAllValues:StringLike', 'dynamodb:LeadingKeys'];
const ATTRIBUTES: [string, string] = ['ForAllValues:StringEquals', 'dynamodb:Attributes'];

describe('a policy that is too wide is noticed', () => {
  it('unless nothing was widened', () => {
    expect(disagreements(widened('connect', () => {}))).toEqual([]);
  });

  it.each<[string, FunctionName, (statements: Statement[]) => void, string]>([
    [
      'a Scan',
      'connections-api',
      (all) => all.push({ ...find(all, 'dynamodb:Query'), Action: 'dynamodb:Scan', Condition: {} }),
      'connections-api may, and must not: Table, as a whole: Scan',
    ],
    [
      'a Scan for more than envelopes',
      'rotate-data-key',
      (all) => addValues(find(all, 'dynamodb:Scan'), ATTRIBUTES, 'accountLabel'),
      'rotate-data-key may, and must not: Everything sealed: scan for envelopes and whose they are',
    ],
    [
      'GetItem, which has no Select',
      'connections-api',
      (all) => {
        const query = find(all, 'dynamodb:Query', 'conn#');
        const { StringEquals: _, ...Condition } = query.Condition;
        all.push({ ...query, Action: 'dynamodb:GetItem', Condition });
      },
      'connections-api may, and must not: Connections: get a whole item',
    ],
    [
      'a query without Select',
      'connections-api',
      (all) => {
        delete find(all, 'dynamodb:Query', 'conn#').Condition.StringEquals;
      },
      'connections-api may, and must not: Connections: query whole items',
    ],
    [
      'sealed bytes among the public attributes',
      'connections-api',
      (all) => {
        addValues(find(all, 'dynamodb:Query', 'conn#'), ATTRIBUTES, 'sealedAccess');
      },
      'connections-api may, and must not: Connections: query with sealed tokens among the attributes',
    ],
    [
      'a condition that an absent key passes',
      'token-injector',
      (all) => {
        delete find(all, 'dynamodb:GetItem', 'server#').Condition.Null;
      },
      'token-injector may, and must not: Table, as a whole: GetItem that gives IAM no partition key',
    ],
    [
      'one item type more',
      'token-injector',
      (all) => {
        addValues(find(all, 'dynamodb:UpdateItem', 'call#'), LEADING_KEYS, 'conn#*');
      },
      'token-injector may, and must not: Connections: replace sealed tokens',
    ],
    [
      'a write that tells the item',
      'token-injector',
      (all) => {
        delete find(all, 'dynamodb:UpdateItem', 'conn#').Condition.StringEqualsIfExists;
      },
      'token-injector may, and must not: Connections: note its use and get the item back',
    ],
    [
      'a write of any attribute',
      'token-injector',
      (all) => {
        delete find(all, 'dynamodb:UpdateItem', 'conn#').Condition['ForAllValues:StringEquals'];
      },
      'token-injector may, and must not: Connections: replace sealed tokens',
    ],
    [
      'a key for every environment',
      'token-injector',
      (all) => {
        delete find(all, 'kms:Decrypt').Condition.StringEquals?.['kms:EncryptionContext:environment'];
      },
      'token-injector may, and must not: Vault key: Decrypt under another environment’s context',
    ],
    [
      'a context with anything more in it',
      'token-refresh',
      (all) => {
        delete find(all, 'kms:Decrypt').Condition['ForAllValues:StringEquals'];
      },
      'token-refresh may, and must not: Vault key: Decrypt under a context with one pair more',
    ],
    [
      'one item type more',
      'token-authorizer',
      (all) => {
        addValues(find(all, 'dynamodb:GetItem', 'server#'), LEADING_KEYS, 'app#*');
      },
      'token-authorizer may, and must not: BYO apps: get a whole item',
    ],
    [
      'making data keys',
      'token-refresh',
      (all) => {
        find(all, 'kms:Decrypt').Action = ['kms:Decrypt', 'kms:GenerateDataKey'];
      },
      'token-refresh may, and must not: Vault key: GenerateDataKey under the stage’s context',
    ],
    [
      'every secret',
      'connect',
      (all) => {
        find(all, 'secretsmanager:GetSecretValue').Resource = '*';
      },
      'connect may, and must not: Secrets Manager: GetSecretValue of another stage’s platform apps',
    ],
    [
      'every action on the table',
      'connect',
      (all) => {
        find(all, 'dynamodb:DeleteItem').Action = 'dynamodb:*';
      },
      'connect may, and must not: Table, as a whole: Scan',
    ],
  ])('%s for %s', (_, name, change, sentence) => {
    expect(disagreements(widened(name, change))).toContain(sentence);
  });

  it('a right that is missing, too', () => {
    const narrowed = widened('connect', (all) => {
      all.splice(0, all.length, ...all.filter(({ Action }) => !JSON.stringify(Action).includes('kms:')));
    });
    expect(disagreements(narrowed)).toContain(
      'connect must, and may not: Vault key: GenerateDataKey under the stage’s context',
    );
  });

  it.each<[string, (copy: StageTemplate) => void]>([
    [
      'a managed policy',
      (copy) => {
        const role = copy.resources[copy.roleIds.connect];
        if (role) role.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess'];
      },
    ],
    [
      'a policy attached from elsewhere',
      (copy) => {
        copy.resources.Extra = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };
      },
    ],
    [
      'NotAction',
      (copy) => {
        const [[, policy] = []] = resourcesOf(copy, 'AWS::IAM::Policy');
        policy?.Properties.PolicyDocument.Statement.push({
          Effect: 'Allow',
          NotAction: 'iam:*',
          Resource: '*',
        });
      },
    ],
  ])('%s, since the evaluator refuses what it does not know', (_, change) => {
    const copy = structuredClone(prod);
    change(copy);
    expect(() => disagreements(copy)).toThrow(/the evaluator does not know/);
  });
});
