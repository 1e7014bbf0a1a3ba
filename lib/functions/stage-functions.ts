/** Creates the functions of a stage, and grants each the rights of its definition. */
import type { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { countInjections } from '../operations/injection-metrics.ts';
import { thresholdsOf } from '../settings/alarm-settings.ts';
import { retentionOf } from '../settings/retention.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import type { StageStorage } from '../storage/stage-storage.ts';
import { BrokerFunction } from './function.ts';
import type { AlarmContext, Functions } from './function-definition.ts';
import { FUNCTION_DEFINITIONS } from './function-definitions.ts';
import { type StageAddresses, stageValues, type VariableValues } from './function-variables.ts';
import { reservedExecutions } from './reserved-executions.ts';

/** The functions of a stage, with their rights, callers and metric filters. */
export function stageFunctions(
  scope: Construct,
  settings: StageSettings,
  storage: StageStorage,
  addresses: StageAddresses,
): Functions {
  const functions = createFunctions(scope, settings, stageValues(settings, storage, addresses));
  for (const { name, role } of present(functions))
    FUNCTION_DEFINITIONS[name].grantRights(role, { ...storage, functions });
  functions['token-injector'].allowCallers(settings.injectorCallers ?? []);
  for (const name of ['token-injector', 'token-authorizer'] as const) {
    const { logGroup } = functions[name] ?? {};
    const { slowMilliseconds } = thresholdsOf(settings);
    if (logGroup) countInjections(logGroup, { stage: settings.name, functionName: name, slowMilliseconds });
  }
  return functions;
}

/** The alarms of all functions that the stage has. */
export function functionAlarms(functions: Functions, context: AlarmContext): AlarmDefinition[] {
  return present(functions).flatMap((own) => FUNCTION_DEFINITIONS[own.name].alarms(own, context));
}

function createFunctions(scope: Construct, settings: StageSettings, values: VariableValues): Functions {
  const create = (name: FunctionName, more: VariableValues = {}) =>
    createFunction(scope, name, { settings, values: { ...values, ...more } });
  const refresh = create('token-refresh');
  const tick = create('token-tick');
  const refreshing = { refreshFunction: refresh.invokedName };
  const injector = create('token-injector', refreshing);
  const checkedVersions = [refresh, tick, injector].flatMap(({ versionArn }) => versionArn ?? []).join(' ');
  const proxied = (settings.mcpProxies ?? []).map(({ server }) => server);
  return {
    'connections-api': create('connections-api'),
    connect: create('connect', refreshing),
    'oauth-callback': create('oauth-callback'),
    'token-refresh': refresh,
    'token-tick': tick,
    'token-injector': injector,
    'server-trial': create('server-trial', { injectorFunction: injector.invokedName }),
    'rotate-data-key': create('rotate-data-key'),
    ...(proxied.length > 0 && {
      'token-authorizer': create('token-authorizer', { ...refreshing, proxiedServers: proxied.join(' ') }),
    }),
    ...(settings.mcpEndpoint && {
      'mcp-endpoint': create('mcp-endpoint', { injectorFunction: injector.invokedName }),
      'mcp-sign-in': create('mcp-sign-in'),
    }),
    ...(settings.deployment !== 'all-at-once' && {
      'deployment-check': create('deployment-check', { checkedVersions }),
    }),
  };
}

function createFunction(
  scope: Construct,
  name: FunctionName,
  { settings, values }: { settings: StageSettings; values: VariableValues },
): BrokerFunction {
  const provisioned: Partial<Record<FunctionName, number>> = settings.provisionedConcurrency ?? {};
  return new BrokerFunction(scope, {
    name,
    properties: FUNCTION_DEFINITIONS[name],
    values,
    servers: settings.servers ?? [],
    ...retentionOf(settings),
    reservedConcurrency: reservedExecutions(settings, name),
    provisionedConcurrency: provisioned[name],
    vpc: settings.vpc,
  });
}

function present(functions: Functions): BrokerFunction[] {
  return FUNCTIONS.flatMap((name) => functions[name] ?? []);
}
