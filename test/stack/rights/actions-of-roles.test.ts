/**
 * Which actions the role of each function names at all.
 * Covers lib/functions/connect.ts, lib/functions/connections-api.ts, lib/functions/oauth-callback.ts,
 * lib/functions/token-refresh.ts, lib/functions/token-injector.ts, lib/functions/token-authorizer.ts,
 * lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts, lib/storage/table-conditions.ts.
 */
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import { attribute } from '../resolve.ts';
import { statementsOfRole } from './role-statements.ts';
import { actionsOf, of } from './roles-of-stages.ts';

describe('the role of a function', () => {
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
