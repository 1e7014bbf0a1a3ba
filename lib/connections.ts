/**
 * Connections in one construct, for this repository's own stacks and for other CDK apps. Its properties, each with its default,
 * are {@link StageSettings}.
 *
 * The folders beside this file import in one direction: functions may import storage, operations and settings; storage may import
 * operations and settings; operations may import settings. http may import operations and settings, and dashboard and sign-in
 * may import settings. This file connects them. test/architecture/lib-rooms.test.ts checks the direction.
 */
import { Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { type IGrantable, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import { pageOffers } from './dashboard/dashboard-config.ts';
import { hostDashboard } from './dashboard/dashboard-hosting.ts';
import { nameDeployment } from './deployment-name.ts';
import type { BrokerFunction } from './functions/function.ts';
import type { AlarmContext, Functions } from './functions/function-definition.ts';
import { GradualDeployment } from './functions/gradual-deployment.ts';
import { RefreshSchedule } from './functions/refresh-schedule.ts';
import { functionAlarms, stageFunctions } from './functions/stage-functions.ts';
import { grantInject } from './grant-inject.ts';
import { httpApiAlarms } from './http/http-alarms.ts';
import { BrokerHttpApi } from './http/http-api.ts';
import { McpEndpoint } from './http/mcp-endpoint.ts';
import type { ProxiedServer } from './http/mcp-integration.ts';
import { McpProxy } from './http/mcp-proxy.ts';
import { refuseOtherIds } from './lasting/refuse-other-ids.ts';
import { ConcernedWorkspaces } from './operations/concerned-workspaces.ts';
import { concurrencyAlarm } from './operations/concurrency-alarm.ts';
import { objectiveAlarm } from './operations/objective.ts';
import { Operations } from './operations/operations.ts';
import { StageMetrics } from './operations/stage-metrics.ts';
import { thresholdsOf } from './settings/alarm-settings.ts';
import { validateStage } from './settings/faults/validate-stage.ts';
import { retentionOf } from './settings/retention.ts';
import type { StageSettings } from './settings/stage-settings.ts';
import { type StageSignIn, signInOrigins, stageSignIn } from './sign-in/stage-sign-in.ts';
import { StageError } from './stage-error.ts';
import type { ConnectionEvents } from './storage/event-bus.ts';
import { type StageStorage, stageStorage } from './storage/stage-storage.ts';
import type { BrokerTable } from './storage/table.ts';
import { tableAlarms } from './storage/table-alarms.ts';
import type { VaultKey } from './storage/vault-key.ts';
import { VaultKeyRule } from './storage/vault-key-rule.ts';

export type ConnectionsProps = StageSettings;

export class Connections extends Construct {
  /** The name of the stage. */
  readonly stage: string;
  /** The origin of the API, without a trailing slash. */
  readonly apiOrigin: string;
  /** The URL of the dashboard, without a trailing slash. */
  readonly dashboardUrl: string;
  /** Who signs people in, with the user pool that the stage creates, if it does. */
  readonly signIn: StageSignIn;
  /** The distribution in front of dashboard and API, with `hostedDashboard`. */
  readonly distribution: Distribution | undefined;
  readonly table: BrokerTable;
  readonly vaultKey: VaultKey;
  /** The bus for events about connections. */
  readonly events: ConnectionEvents;
  readonly functions: Functions;
  /** The beginning of the URLs of MCP servers behind the stage's REST API, with `mcpProxies`: a server's id follows it. */
  readonly mcpProxyUrl: string | undefined;
  /** The address that people give their own MCP clients, with `mcpEndpoint`. */
  readonly mcpAddress: string | undefined;
  /** The stage's alarms and their topic. */
  readonly operations: Operations;

  constructor(scope: Construct, id: string, props: ConnectionsProps) {
    super(scope, id);
    validateStage(props);
    this.stage = props.name;
    refuseSameStage(this);
    nameDeployment(this);
    if (props.permissionsBoundary) boundRoles(this, props.permissionsBoundary);

    const storage = stageStorage(this, props);
    const api = createApi(this, props);
    const signInPlaces = signInOrigins(this, props);
    const hosting = hostDashboard(this, props, {
      apiHost: api.host,
      signIn: signInPlaces,
      ...retentionOf(props),
    });
    this.apiOrigin = hosting?.origin ?? props.apiOrigin ?? api.endpoint;
    // validateStage() requires one of the two.
    this.dashboardUrl = hosting?.origin ?? props.dashboardUrl ?? '';
    this.signIn = stageSignIn(this, props, this.dashboardUrl);
    const mcpEndpoint = props.mcpEndpoint && new McpEndpoint(this, 'McpEndpoint', retentionOf(props));
    this.mcpAddress = mcpEndpoint?.address;
    this.functions = stageFunctions(this, props, storage, {
      apiOrigin: this.apiOrigin,
      dashboardUrl: this.dashboardUrl,
      jwt: this.signIn.jwt,
      clientId: this.signIn.clientId,
      mcpAddress: this.mcpAddress,
    });
    api.serve(this.signIn.jwt, (name) => functionOf(this.functions, name).function);
    mcpEndpoint?.serve({
      endpoint: functionOf(this.functions, 'mcp-endpoint').function,
      signIn: functionOf(this.functions, 'mcp-sign-in').function,
    });
    this.mcpProxyUrl = createProxy(this, props, this.functions)?.url;
    this.operations = createOperations(this, props, { functions: this.functions, storage, apiId: api.apiId });
    hosting?.upload(this.signIn, pageOffers(props, this.mcpAddress));
    const { topic, runbook } = this.operations;
    new VaultKeyRule(this.operations, 'VaultKeyRule', { key: storage.vaultKey.key, topic, runbook });

    this.distribution = hosting?.distribution;
    this.table = storage.table;
    this.vaultKey = storage.vaultKey;
    this.events = storage.events;
    refuseOtherIds(this, props);
  }

  /**
   * Allows an MCP runtime to invoke token-injector. A role or user that the app creates gets a statement in its own policy. An
   * imported one, one of another account, a whole account, an organization, or a service with `aws:SourceAccount` or
   * `aws:SourceArn` among its conditions is named in the resource policy of the function's alias; those of other accounts need
   * `lambda:InvokeFunction` in their own policy too. Throws a StageError for everything else.
   */
  grantInject(runtime: IGrantable): void {
    grantInject(this.functions['token-injector'], runtime);
  }
}

/** Two of one name would read each other's secrets, and count into each other's metrics. */
function refuseSameStage(connections: Connections): void {
  const others = Stack.of(connections)
    .node.findAll()
    .filter((one) => one !== connections && one instanceof Connections && one.stage === connections.stage);
  if (others.length > 0)
    throw new StageError(
      `Stage "${connections.stage}": ${others.map(({ node }) => node.path).join(', ')} in the same stack has this name too; give each a name of its own.`,
    );
}

/** Applies the boundary to every role of the stage, also to CDK's own role for the upload of the dashboard. */
function boundRoles(scope: Construct, policyArn: string): void {
  const policy = ManagedPolicy.fromManagedPolicyArn(scope, 'Boundary', policyArn);
  PermissionsBoundary.of(scope).apply(policy);
}

function createApi(scope: Construct, settings: StageSettings): BrokerHttpApi {
  const { dashboardUrl, dashboardOrigins } = settings;
  return new BrokerHttpApi(scope, 'HttpApi', {
    stage: settings.name,
    corsOrigins: dashboardOrigins ?? (dashboardUrl ? [new URL(dashboardUrl).origin] : []),
    throttle: settings.apiThrottle ?? {},
    ...retentionOf(settings),
  });
}

function functionOf(functions: Functions, name: FunctionName): BrokerFunction {
  const found = functions[name];
  if (!found) throw new Error(`this stage has no ${name}`);
  return found;
}

function createProxy(scope: Construct, settings: StageSettings, functions: Functions): McpProxy | undefined {
  const authorizer = functions['token-authorizer']?.function;
  if (!authorizer) return undefined;
  return new McpProxy(scope, 'McpProxy', {
    servers: proxiedServers(settings),
    authorizer,
    ...retentionOf(settings),
  });
}

/** validateStage() has checked that each proxy names a server of the stage. */
function proxiedServers({ mcpProxies = [], servers = [] }: StageSettings): ProxiedServer[] {
  return mcpProxies.flatMap((proxy) => {
    const registration = servers.find(({ id }) => id === proxy.server);
    return registration && 'provider' in registration ? [{ ...proxy, registration }] : [];
  });
}

interface Watched {
  readonly functions: Functions;
  readonly storage: StageStorage;
  readonly apiId: string;
}

/** Creates the schedule as well, because an alarm needs the metrics of the schedule's group. */
function createOperations(scope: Construct, settings: StageSettings, watched: Watched): Operations {
  const { functions } = watched;
  const metrics = new StageMetrics(settings.name);
  const { groupName: scheduleGroup } = new RefreshSchedule(scope, 'RefreshSchedule', {
    target: functions['token-tick'],
    shares: settings.refreshShares ?? 1,
  });
  const operations = new Operations(scope, 'Operations', {
    settings,
    metrics,
    alarms: stageAlarms(
      watched,
      { metrics, scheduleGroup, thresholds: thresholdsOf(settings) },
      settings.name,
    ),
    injector: functions['token-injector'].function,
    removalPolicy: retentionOf(settings).removalPolicy,
  });
  new ConcernedWorkspaces(operations, 'ConcernedWorkspaces', {
    stage: settings.name,
    logGroupOf: (name) => functionOf(functions, name).logGroup,
  });
  const check = functions['deployment-check']?.function;
  const { alarms, topic, runbook } = operations;
  if (check) new GradualDeployment(operations, 'Deployment', { functions, alarms, check, topic, runbook });
  return operations;
}

/** Every alarm of the stage. */
function stageAlarms({ functions, storage, apiId }: Watched, context: AlarmContext, stage: string) {
  const { metrics, thresholds } = context;
  const injectors = (['token-injector', 'token-authorizer'] as const).flatMap((name) => {
    const own = functions[name]?.function;
    return own ? [{ name, function: own }] : [];
  });
  return [
    ...functionAlarms(functions, context),
    ...httpApiAlarms({ apiId, stage, thresholds }),
    ...tableAlarms(storage, thresholds.tableThrottles),
    concurrencyAlarm(thresholds),
    objectiveAlarm({ injectors, metrics, objective: thresholds.objectivePercent }),
  ];
}
