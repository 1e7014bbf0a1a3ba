/**
 * The functions of a stage: their variables, sizes and limits.
 * Covers lib/functions/stage-functions.ts, lib/functions/function.ts, lib/functions/function-variables.ts,
 * lib/functions/function-definitions.ts, lib/functions/injector.ts, lib/functions/connect.ts,
 * lib/functions/connections-api.ts, lib/functions/oauth-callback.ts, lib/functions/token-refresh.ts,
 * lib/functions/token-tick.ts,
 * lib/functions/token-injector.ts, lib/functions/token-authorizer.ts, lib/functions/rotate-data-key.ts,
 * lib/functions/deployment-check.ts, lib/functions/server-trial.ts, lib/functions/mcp-endpoint.ts,
 * lib/functions/mcp-sign-in.ts, src/broker/limits.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { FUNCTIONS, type FunctionName, VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { REGION, resolve } from './resolve.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

const templates: Record<string, StageTemplate> = {};
beforeAll(() => {
  for (const stage of ['dev', 'prod']) templates[stage] = stageTemplate(withEverything(settingsOf(stage)));
});
function propertiesOf(name: FunctionName, stage = 'prod') {
  const template = templates[stage];
  return template?.resources[template.functionIds[name]]?.Properties;
}

it('there are the functions of the contract and no others', () => {
  for (const template of Object.values(templates))
    expect(
      resourcesOf(template, 'AWS::Lambda::Function')
        .map(([id]) => id)
        .sort(),
    ).toEqual(Object.values(template.functionIds).sort());
});

it('a stage that proxies no server and answers no MCP client has no function for it, and is else the same', () => {
  const absent = ['token-authorizer', 'mcp-endpoint', 'mcp-sign-in'];
  const bare = stageTemplate(settingsOf('prod'));
  const ids = resourcesOf(bare, 'AWS::Lambda::Function').map(([id]) => id);
  const all = Object.entries(templates.prod?.functionIds ?? {});
  expect(ids.sort()).toEqual(all.flatMap(([name, id]) => (absent.includes(name) ? [] : [id])).sort());
  expect(bare.text).not.toContain('AWS::ApiGateway::');
  expect(Object.keys(bare.outputs).sort()).toEqual([
    'AlarmTopicArn',
    'ApiOrigin',
    'EventBusArn',
    'TokenInjectorArn',
  ]);
});

describe.each(FUNCTIONS)('%s', (name) => {
  it('runs on arm64 and Node 24, logs JSON to its own group, and is not traced', () => {
    expect(propertiesOf(name)).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON' },
    });
    expect(propertiesOf(name).TracingConfig).toBeUndefined();
    const groups = FUNCTIONS.map((one) => propertiesOf(one).LoggingConfig.LogGroup.Ref);
    expect(new Set(groups).size).toBe(FUNCTIONS.length);
  });

  it('T071 has the variables of the contract, no endpoint to send secrets to, and no secret', () => {
    for (const stage of ['dev', 'prod']) {
      const variables = propertiesOf(name, stage).Environment.Variables;
      expect(Object.keys(variables).sort()).toEqual(VARIABLES_OF[name].map((key) => VARIABLE[key]).sort());
      expect(Object.keys(variables).filter((key) => /ENDPOINT|NODE_OPTIONS|PROXY/.test(key))).toEqual([]);
    }
  });

  it('has a role of its own, which Lambda alone assumes', () => {
    const template = templates.prod;
    const role = template?.resources[template.roleIds[name]]?.Properties;
    expect(propertiesOf(name).Role['Fn::GetAtt'][0]).toBe(template?.roleIds[name]);
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
    expect(role.ManagedPolicyArns).toBeUndefined();
  });
});

it.each<[FunctionName, number, number | undefined]>([
  ['connections-api', 10, undefined],
  ['connect', 29, undefined],
  ['oauth-callback', 5, 20],
  ['token-refresh', 60, 50],
  ['token-tick', 60, 10],
  ['token-injector', 15, 200],
  ['rotate-data-key', 60, undefined],
  // Less than the 10 s that API Gateway is known to wait would cut the 8 s of a refresh on demand.
  ['token-authorizer', 10, undefined],
  // API Gateway ends a silent stream after five minutes.
  ['mcp-endpoint', 300, 100],
  ['mcp-sign-in', 10, undefined],
  ['deployment-check', 45, undefined],
])('%s has %i s, and in prod room for %s executions kept', (name, timeout, reserved) => {
  expect(propertiesOf(name).Timeout).toBe(timeout);
  expect(propertiesOf(name).ReservedConcurrentExecutions).toBe(reserved);
  // Of dev's functions mcp-endpoint alone has a bound without a setting.
  const inDev = name === 'mcp-endpoint' ? reserved : undefined;
  expect(propertiesOf(name, 'dev').ReservedConcurrentExecutions).toBe(inDev);
});

it('T087 an older data key goes only when no function of before it was replaced can still run', () => {
  for (const name of FUNCTIONS.filter((each) => VARIABLES_OF[each].includes('kmsKey')))
    expect(propertiesOf(name).Timeout * 1_000 + LIMITS.dataKeyAge).toBeLessThan(LIMITS.retiredKeyWait);
});

describe('values of the variables', () => {
  it('come from the stage and from the resources of the same stack', () => {
    const [api] = onlyResource(templates.prod as StageTemplate, 'AWS::ApiGatewayV2::Api');
    expect(resolve(propertiesOf('connect').Environment.Variables)).toMatchObject({
      CONNECTIONS_STAGE: 'prod',
      CONNECTIONS_PLATFORM_APPS_PREFIX: 'connections/prod/apps/',
      CONNECTIONS_API_ORIGIN: `https://${api}.execute-api.${REGION}.amazonaws.com`,
      CONNECTIONS_DASHBOARD_URL: 'https://connections.acme.internal',
      CONNECTIONS_DASHBOARD_CLIENT_ID: 'no client',
      CONNECTIONS_JWT_ISSUER: 'https://id.acme.internal',
      CONNECTIONS_JWT_AUDIENCE: 'connections',
      CONNECTIONS_WORKSPACE_CLAIM: 'workspaces',
      CONNECTIONS_REFRESH_FUNCTION: `${templates.prod?.functionIds['token-refresh']}:live`,
    });
  });

  it('give token-authorizer its servers, and nothing that would switch its check of callers off', () => {
    for (const stage of ['dev', 'prod']) {
      const variables = propertiesOf('token-authorizer', stage).Environment.Variables;
      expect(variables.CONNECTIONS_PROXIED_SERVERS).toBe('crm');
      expect(variables.CONNECTIONS_CALLER_TOKEN).toBeUndefined();
    }
  });

  it('tell token-injector to want its caller’s token in prod', () => {
    expect(propertiesOf('token-injector').Environment.Variables.CONNECTIONS_CALLER_TOKEN).toBe('required');
    const dev = stageTemplate(settingsOf('dev'));
    expect(dev.resources[dev.functionIds['token-injector']]?.Properties.Environment.Variables).toMatchObject({
      CONNECTIONS_CALLER_TOKEN: 'trust-the-runtime-without-a-caller-token',
    });
  });
});

describe('T071 the template', () => {
  it('holds no secret and no reference that CloudFormation would resolve to one', () => {
    for (const template of Object.values(templates)) {
      expect(template.text).not.toMatch(/\{\{resolve:/);
      expect(resourcesOf(template, 'AWS::SecretsManager::Secret')).toEqual([]);
      expect(resourcesOf(template, 'AWS::SSM::Parameter')).toEqual([]);
      expect(template.text).not.toMatch(/-----BEGIN|AKIA[0-9A-Z]{16}|client_?secret["':= ]/i);
    }
  });

  it('puts out where things are, and nothing else', () => {
    for (const template of Object.values(templates))
      expect(Object.keys(template.outputs).sort()).toEqual([
        'AlarmTopicArn',
        'ApiOrigin',
        'EventBusArn',
        'McpAddress',
        'McpProxyUrl',
        'TokenInjectorArn',
      ]);
  });
});
