/**
 * Who may invoke each function.
 * Covers lib/functions/function.ts, lib/functions/refresh-schedule.ts, lib/http/http-api.ts, lib/http/mcp-proxy.ts,
 * lib/http/mcp-endpoint.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FunctionName } from '../../src/contract/environment.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { ACCOUNT, attribute, REGION, resolve } from './resolve.ts';
import { evaluate } from './rights/policy-evaluator.ts';
import { roleIdsOf, statementsOfRole } from './rights/role-statements.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

const RUNTIME = `arn:aws:iam::${ACCOUNT}:role/mcp-runtime`;
const ELSEWHERE = 'arn:aws:iam::444455556666:role/team/other-runtime';
let none: StageTemplate;
let two: StageTemplate;
beforeAll(() => {
  none = stageTemplate(settingsOf('prod'));
  two = stageTemplate(withEverything({ ...settingsOf('prod'), injectorCallers: [RUNTIME, ELSEWHERE] }));
});

/** The alias `live` of a function, by its logical id. */
function aliasOf(template: StageTemplate, name: FunctionName): string {
  const [id] =
    resourcesOf(template, 'AWS::Lambda::Alias').find(
      ([, { Properties }]) => Properties.FunctionName.Ref === template.functionIds[name],
    ) ?? [];
  return id ?? '';
}
/** Resource policy statements of a function, or of its alias. */
function permissionsOf(template: StageTemplate, name: FunctionName, on?: 'alias'): Record<string, string>[] {
  return resourcesOf(template, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName: of }) =>
      on ? of.Ref === aliasOf(template, name) : of['Fn::GetAtt']?.[0] === template.functionIds[name],
    )
    .map(({ FunctionName: _, ...rest }) => resolve(rest) as Record<string, string>);
}
/** Roles of the stack whose own policies let them invoke a function, also by version. */
function rolesInvoking(template: StageTemplate, name: FunctionName, qualifier = ''): string[] {
  const resource = attribute(template.functionIds[name], 'Arn') + qualifier;
  return roleIdsOf(template).filter(
    (id) =>
      evaluate(statementsOfRole(template, id), { action: 'lambda:InvokeFunction', resource, context: {} }) ===
      'allowed',
  );
}
/** Roles that invoke a function by its alias, where nobody may in any other way. */
function invokersOf(name: FunctionName): string[] {
  expect(permissionsOf(two, name)).toEqual([]);
  expect(permissionsOf(two, name, 'alias')).toEqual([]);
  for (const other of ['', ':1', ':$LATEST']) expect(rolesInvoking(two, name, other)).toEqual([]);
  return rolesInvoking(two, name, ':live').sort();
}
/** The only resource of a type in one of the two REST APIs. */
function idIn(template: StageTemplate, type: string, api: 'McpProxy' | 'McpEndpoint'): string {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(`Connections${api}`));
  expect(found).toHaveLength(1);
  return found[0]?.[0] ?? '';
}
function scheduleRole(template: StageTemplate): string {
  return onlyResource(template, 'AWS::Scheduler::Schedule')[1].Properties.Target.RoleArn['Fn::GetAtt'][0];
}

describe('T057 token-injector', () => {
  it('is invoked by the trial of servers alone unless the stage names callers', () => {
    expect(permissionsOf(none, 'token-injector')).toEqual([]);
    expect(permissionsOf(none, 'token-injector', 'alias')).toEqual([]);
    expect(rolesInvoking(none, 'token-injector')).toEqual([]);
    expect(rolesInvoking(none, 'token-injector', ':live')).toEqual([none.roleIds['server-trial']]);
  });

  it('is invoked by the trial of servers, the address for MCP clients and exactly the roles that the stage names, by its alias alone', () => {
    expect(permissionsOf(two, 'token-injector')).toEqual([]);
    expect(permissionsOf(two, 'token-injector', 'alias')).toEqual([
      { Action: 'lambda:InvokeFunction', Principal: RUNTIME },
      { Action: 'lambda:InvokeFunction', Principal: ELSEWHERE },
    ]);
    expect(rolesInvoking(two, 'token-injector')).toEqual([]);
    // The trial of a server and the address for MCP clients ask as a runtime does.
    expect(rolesInvoking(two, 'token-injector', ':live').sort()).toEqual(
      [two.roleIds['server-trial'], two.roleIds['mcp-endpoint']].sort(),
    );
  });

  it('has no route and no URL', () => {
    expect(
      permissionsOf(two, 'token-injector', 'alias').some(({ Principal }) =>
        Principal?.includes('apigateway'),
      ),
    ).toBe(false);
    expect(resourcesOf(two, 'AWS::Lambda::Url')).toEqual([]);
    expect(resourcesOf(two, 'AWS::Lambda::EventSourceMapping')).toEqual([]);
  });
});

describe('T057 token-authorizer', () => {
  it('is invoked by the REST API for its one authorizer, and by nobody else', () => {
    const api = idIn(two, 'AWS::ApiGateway::RestApi', 'McpProxy');
    const authorizer = idIn(two, 'AWS::ApiGateway::Authorizer', 'McpProxy');
    expect(permissionsOf(two, 'token-authorizer')).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api}/authorizers/${authorizer}`,
      },
    ]);
    expect(rolesInvoking(two, 'token-authorizer')).toEqual([]);
  });
});

describe('T225 the functions behind the address for MCP clients', () => {
  const api = () => idIn(two, 'AWS::ApiGateway::RestApi', 'McpEndpoint');
  const arn = (what: string) => `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api()}/${what}`;
  const sourcesOf = (name: FunctionName) => {
    expect(rolesInvoking(two, name)).toEqual([]);
    const permissions = permissionsOf(two, name);
    for (const { Action, Principal } of permissions)
      expect([Action, Principal]).toEqual(['lambda:InvokeFunction', 'apigateway.amazonaws.com']);
    const [stage] =
      resourcesOf(two, 'AWS::ApiGateway::Stage').find(([id]) => id.includes('McpEndpoint')) ?? [];
    return permissions.map(({ SourceArn }) => SourceArn?.replace(`/${stage}/`, '/mcp/')).sort();
  };

  it('mcp-sign-in is invoked by that API for its authorizer, and by nobody else', () => {
    const authorizer = idIn(two, 'AWS::ApiGateway::Authorizer', 'McpEndpoint');
    expect(sourcesOf('mcp-sign-in')).toEqual([arn(`authorizers/${authorizer}`)]);
  });

  it('mcp-endpoint is invoked by the routes of that API, and by nobody else', () => {
    const places = ['', '*', '*/*'];
    const metadata = places.map((place) =>
      `.well-known/oauth-protected-resource/${place}`.replace(/\/$/, ''),
    );
    expect(sourcesOf('mcp-endpoint')).toEqual(
      [
        ...places.flatMap((place) => [arn(`mcp/POST/${place}`), arn(`mcp/DELETE/${place}`)]),
        ...metadata.map((place) => arn(`mcp/GET/${place}`)),
      ].sort(),
    );
  });
});

describe('token-refresh', () => {
  it('is invoked by connect and the two forms of the injector only, by its alias alone', () => {
    expect(invokersOf('token-refresh')).toEqual(
      [two.roleIds.connect, two.roleIds['token-injector'], two.roleIds['token-authorizer']].sort(),
    );
  });

  it('leaves the ticks to token-tick, which the schedule alone invokes, by its alias alone', () => {
    expect(invokersOf('token-tick')).toEqual([scheduleRole(two)]);
  });
});

describe('rotate-data-key', () => {
  it('is invoked by nobody of the stack: an operator has the right by a policy of their own', () => {
    expect(permissionsOf(two, 'rotate-data-key')).toEqual([]);
    expect(rolesInvoking(two, 'rotate-data-key')).toEqual([]);
  });
});

describe('functions behind the API', () => {
  it.each(['connections-api', 'connect', 'oauth-callback', 'server-trial'] as const)(
    '%s is invoked by its own routes only',
    (name) => {
      const [api] = onlyResource(two, 'AWS::ApiGatewayV2::Api');
      const routes = ROUTES.filter((route) => route.function === name);
      expect(permissionsOf(two, name)).toEqual(
        routes.map(({ path }) => ({
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api}/*/*${path}`,
        })),
      );
      expect(rolesInvoking(two, name)).toEqual([]);
    },
  );
});

describe('the schedule', () => {
  it('ticks every minute, never retries, and may invoke token-tick and nothing else', () => {
    const [, { Properties }] = onlyResource(two, 'AWS::Scheduler::Schedule');
    expect(Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: { Ref: aliasOf(two, 'token-tick') },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
    expect(JSON.parse(Properties.Target.Input)).toEqual({
      version: '1',
      kind: 'tick',
      share: { index: 0, of: 1 },
    });
    expect(statementsOfRole(two, scheduleRole(two))).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: `${attribute(two.functionIds['token-tick'], 'Arn')}:live`,
      },
    ]);
  });

  it('lends its role to the schedules of its own group only', () => {
    const [groupId, group] = onlyResource(two, 'AWS::Scheduler::ScheduleGroup');
    const [, schedule] = onlyResource(two, 'AWS::Scheduler::Schedule');
    const { Name } = group.Properties;
    expect(schedule).toMatchObject({ Properties: { GroupName: Name }, DependsOn: [groupId] });
    expect(resolve(two.resources[scheduleRole(two)]?.Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': ACCOUNT,
            'aws:SourceArn': `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/${Name}`,
          },
        },
      },
    ]);
  });

  it('and asynchronous invocations are not retried by Lambda either', () => {
    const [, { Properties }] = onlyResource(two, 'AWS::Lambda::EventInvokeConfig');
    expect(Properties).toMatchObject({
      FunctionName: { Ref: two.functionIds['token-tick'] },
      Qualifier: 'live',
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });
});
