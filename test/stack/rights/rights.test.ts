/**
 * Each role allows what the list of rights says, and nothing else.
 * Covers lib/functions/connect.ts, lib/functions/connections-api.ts, lib/functions/oauth-callback.ts,
 * lib/functions/token-refresh.ts, lib/functions/token-injector.ts, lib/functions/token-authorizer.ts,
 * lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts, lib/storage/table.ts,
 * lib/storage/table-conditions.ts, lib/storage/vault-key.ts, lib/storage/platform-apps.ts,
 * lib/storage/rotation-escrow.ts, lib/storage/event-bus.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import { attribute } from '../resolve.ts';
import {
  type StageTemplate,
  settingsOf,
  stageTemplate,
  vaultKeyIn,
  withEverything,
} from '../stage-template.ts';
import { evaluate } from './policy-evaluator.ts';
import type { Right } from './right.ts';
import { RIGHTS } from './rights.ts';
import { statementsIn, statementsOfRole } from './role-statements.ts';
import { disagreements, whoMay } from './who-may.ts';

const templates = new Map<string, StageTemplate>();
beforeAll(() => {
  for (const stage of ['dev', 'staging', 'prod'])
    templates.set(stage, stageTemplate(withEverything(settingsOf(stage))));
});
function of(stage: string): StageTemplate {
  const template = templates.get(stage);
  if (!template) throw new Error(stage);
  return template;
}
/** Everything that a function may do, of the rights in the list. */
function rightsOf(name: FunctionName, filter: (right: Right) => boolean = () => true): string[] {
  return whoMay(of('prod'))
    .filter(({ right, allowed }) => filter(right) && allowed.includes(name))
    .map(({ right }) => `${right.group}: ${right.name}`);
}
const actionsOf = (name: FunctionName) =>
  [...new Set(statementsOfRole(of('prod'), of('prod').roleIds[name]).flatMap(({ Action }) => Action))].sort();

describe.each(['dev', 'staging', 'prod'])('rights in %s', (stage) => {
  it('are exactly those of the list, for every function and every right', () => {
    expect(disagreements(of(stage))).toEqual([]);
  });

  it('T092 let nobody use the key of another environment', () => {
    const [id] = vaultKeyIn(of(stage));
    const key = attribute(id, 'Arn');
    const foreign = stage === 'dev' ? 'prod' : 'dev';
    for (const name of FUNCTIONS)
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt'])
        expect(
          evaluate(statementsOfRole(of(stage), of(stage).roleIds[name]), {
            action,
            resource: key,
            context: {
              'kms:EncryptionContext:app': 'connections',
              'kms:EncryptionContext:purpose': 'vault',
              'kms:EncryptionContext:environment': foreign,
              'kms:EncryptionContextKeys': ['app', 'purpose', 'environment'],
            },
          }),
        ).not.toBe('allowed');
  });
});

describe('the list of rights', () => {
  it('has something for every function, and names each right once', () => {
    const withoutRights: FunctionName[] = ['oauth-callback', 'mcp-sign-in'];
    for (const name of FUNCTIONS.filter((each) => !withoutRights.includes(each)))
      expect(RIGHTS.some(({ allowed }) => allowed.includes(name))).toBe(true);
    const names = RIGHTS.map(({ group, name }) => `${group}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  // Requests can be thought of that the list forgets; an action that no statement names is impossible in all of them.
  it.each<[FunctionName, string[]]>([
    ['oauth-callback', []],
    ['connections-api', ['dynamodb:Query', 'kms:GenerateMac']],
    [
      'connect',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        'kms:Decrypt',
        'kms:GenerateDataKey',
        'lambda:InvokeFunction',
        's3:PutObject',
        'secretsmanager:GetSecretValue',
      ],
    ],
    [
      'token-refresh',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        'kms:Decrypt',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
        'secretsmanager:GetSecretValue',
      ],
    ],
    [
      'token-injector',
      [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'kms:Decrypt',
        'lambda:InvokeFunction',
      ],
    ],
    [
      'rotate-data-key',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        'kms:Decrypt',
        'kms:GenerateDataKey',
        's3:ListBucket',
      ],
    ],
    [
      'token-authorizer',
      [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'kms:Decrypt',
        'lambda:InvokeFunction',
      ],
    ],
    ['mcp-endpoint', ['kms:GenerateMac', 'lambda:InvokeFunction']],
    ['mcp-sign-in', []],
    ['deployment-check', ['codedeploy:PutLifecycleEventHookExecutionStatus', 'lambda:InvokeFunction']],
  ])('T062 %s has these actions and no other, so one has Scan', (name, actions) => {
    expect(actionsOf(name)).toEqual([...actions, 'logs:CreateLogStream', 'logs:PutLogEvents'].sort());
  });

  it('lets each function write its own log group only', () => {
    for (const name of FUNCTIONS) {
      const logs = statementsOfRole(of('prod'), of('prod').roleIds[name]).filter(({ Action }) =>
        String(Action).startsWith('logs:'),
      );
      const ownGroup =
        of('prod').resources[of('prod').functionIds[name]]?.Properties.LoggingConfig.LogGroup.Ref;
      expect(logs.map(({ Resource }) => Resource)).toEqual([attribute(ownGroup, 'Arn')]);
    }
  });
});

describe('what each function can never do', () => {
  it('T062 T070 connections-api queries public attributes, derives keys of cursors, and nothing else at all', () => {
    expect(rightsOf('connections-api')).toEqual([
      'Connections: query what says whether it is usable',
      'Connections: query what the dashboard shows',
      'BYO apps: query what the dashboard shows',
      'MCP servers: query what the dashboard shows',
      'Choices of OAuth apps: query what the dashboard shows',
      'Activity: query what the dashboard shows',
      'Names of people: query what the dashboard shows',
      'Tool calls: query what the dashboard shows',
      'Cursor key: GenerateMac',
    ]);
  });

  it('T001 T002 oauth-callback may do nothing at all', () => {
    expect(rightsOf('oauth-callback')).toEqual([]);
  });

  it('token-tick may do what token-refresh may, and no more', () => {
    expect(rightsOf('token-tick')).toEqual(rightsOf('token-refresh'));
    expect(rightsOf('token-tick').length).toBeGreaterThan(0);
  });

  it('T070 only connect and the two functions that refresh read client secrets', () => {
    for (const name of ['connections-api', 'oauth-callback', 'token-injector', 'token-authorizer'] as const)
      expect(rightsOf(name, ({ group }) => group === 'Secrets Manager')).toEqual([]);
  });

  it('T092 only connect and rotate-data-key make data keys, and two functions have no key at all', () => {
    const onKey = (name: FunctionName) => rightsOf(name, ({ group }) => group === 'Vault key');
    expect(onKey('connect')).toEqual([
      'Vault key: Decrypt under the stage’s context',
      'Vault key: GenerateDataKey under the stage’s context',
    ]);
    expect(onKey('token-refresh')).toEqual(['Vault key: Decrypt under the stage’s context']);
    expect(onKey('token-injector')).toEqual(['Vault key: Decrypt under the stage’s context']);
    expect(onKey('connections-api')).toEqual([]);
    expect(onKey('oauth-callback')).toEqual([]);
  });

  it('T062 rotate-data-key sees and replaces envelopes, and nothing else of anybody’s', () => {
    expect(rightsOf('rotate-data-key')).toEqual([
      'Connections: replace sealed tokens',
      'Consent sessions: replace the sealed verifier',
      'BYO apps: replace the sealed secret',
      'Data keys (wrapped): get a whole item',
      'Data keys (wrapped): query whole items',
      'Data keys (wrapped): update any attribute',
      'Data keys (wrapped): delete an item',
      'Where sweeps stand: get a whole item',
      'Where sweeps stand: update any attribute',
      'Where sweeps stand: delete an item',
      'Everything sealed: scan for envelopes',
      'Table, as a whole: Scan',
      'Vault key: Decrypt under the stage’s context',
      'Vault key: GenerateDataKey under the stage’s context',
      'Rotation escrow: ListBucket',
      'Event bus: PutEvents',
    ]);
  });

  it('token-injector can touch nothing of a connection but its hour of last use and when it is due', () => {
    expect(rightsOf('token-injector', ({ group }) => group === 'Connections')).toEqual([
      'Connections: get a whole item',
      'Connections: query what says whether it is usable',
      'Connections: note its use',
    ]);
  });

  it('token-authorizer can do what token-injector can, but for challenges of servers, of which nobody tells it, and for lists', () => {
    expect(rightsOf('token-authorizer').length).toBeGreaterThan(5);
    const ofChallenges = (right: string) => right.startsWith('Scopes that servers asked for: ');
    const injector = rightsOf('token-injector');
    const ofLists = (right: string) => right === 'MCP servers: query what the dashboard shows';
    expect([injector.filter(ofChallenges).length, injector.filter(ofLists).length]).toEqual([2, 1]);
    const ofBoth = injector.filter((right) => !ofChallenges(right) && !ofLists(right));
    expect(rightsOf('token-authorizer')).toEqual(ofBoth);
  });

  it('T062 mcp-endpoint asks token-injector and derives keys, mcp-sign-in may do nothing at all', () => {
    expect(rightsOf('mcp-endpoint')).toEqual([
      'Cursor key: GenerateMac',
      'Lambda: invoke token-injector by its alias',
    ]);
    expect(rightsOf('mcp-sign-in')).toEqual([]);
  });

  it('and all of it is the same where no server is proxied and no MCP client is answered, but for the functions that are not there', () => {
    const template = stageTemplate(settingsOf('prod'));
    const absent: FunctionName[] = ['token-authorizer', 'mcp-endpoint', 'mcp-sign-in'];
    for (const name of absent) expect(template.roleIds[name]).toBe('');
    const bare = FUNCTIONS.filter((name) => !absent.includes(name));
    // A version is named by a hash of what it is made of.
    const rights = (from: StageTemplate, name: FunctionName) =>
      JSON.stringify(statementsOfRole(from, from.roleIds[name])).replace(
        /CurrentVersion\w+/g,
        'CurrentVersion',
      );
    for (const name of bare) expect(rights(template, name)).toEqual(rights(of('prod'), name));
  });
});

describe('T092 the key’s own policy', () => {
  const wide = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
  const under = (context: Record<string, string>, action = 'kms:Decrypt') => {
    const [id, key] = vaultKeyIn(of('prod'));
    return evaluate(
      [wide, ...statementsIn(key.Properties.KeyPolicy).filter(({ Effect }) => Effect === 'Deny')],
      {
        action,
        resource: attribute(id, 'Arn'),
        context,
      },
    );
  };
  const right = {
    'kms:EncryptionContext:app': 'connections',
    'kms:EncryptionContext:purpose': 'vault',
    'kms:EncryptionContext:environment': 'prod',
  };

  it('binds even a role that may do everything to the environment’s context', () => {
    expect(under(right)).toBe('allowed');
    for (const key of Object.keys(right) as (keyof typeof right)[]) {
      const { [key]: _, ...missing } = right;
      expect(under({ ...right, [key]: 'other' })).toBe('denied by a statement');
      expect(under(missing)).toBe('denied by a statement');
    }
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom'])
      expect(under({}, action)).toBe('denied by a statement');
  });

  it('lets the account administer the key', () => {
    expect(under({}, 'kms:PutKeyPolicy')).toBe('allowed');
    expect(under({}, 'kms:CancelKeyDeletion')).toBe('allowed');
  });
});
