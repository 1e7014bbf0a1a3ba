/**
 * Connections in one construct: table, vault key, functions, HTTP API and schedule. For this repository's own stacks
 * and for other CDK apps; its properties, each with its default, are {@link StageSettings}.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { type IGrantable, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import { hostDashboard } from './dashboard-hosting.ts';
import { ConnectionEvents } from './event-bus.ts';
import { grantRights } from './grant-rights.ts';
import { BrokerHttpApi } from './http-api.ts';
import type { ProxiedServer } from './mcp-integration.ts';
import { McpProxy } from './mcp-proxy.ts';
import { Operations } from './operations.ts';
import { PlatformApps } from './platform-apps.ts';
import { RefreshSchedule } from './refresh-schedule.ts';
import { RotationEscrow } from './rotation-escrow.ts';
import { type Functions, stageFunctions } from './stage-functions.ts';
import type { StageSettings } from './stages.ts';
import { BrokerTable } from './table.ts';
import { validateStage } from './validate-stage.ts';
import { VaultKey } from './vault-key.ts';

export type ConnectionsProps = StageSettings;

export class Connections extends Construct {
  /** Where the API is reached, without a trailing slash. */
  readonly apiOrigin: string;
  /** Where the dashboard is, without a trailing slash. */
  readonly dashboardUrl: string;
  /** What serves dashboard and API, with `hostedDashboard`. */
  readonly distribution: Distribution | undefined;
  readonly table: BrokerTable;
  readonly vaultKey: VaultKey;
  /** What it tells others of its connections. */
  readonly events: ConnectionEvents;
  readonly functions: Functions;
  /** Where MCP servers are reached through the stage's REST API, if it has `mcpProxies`: their ids follow. */
  readonly mcpProxyUrl: string | undefined;
  /** What watches the stage, and the topic that alarms go to. */
  readonly operations: Operations;

  constructor(scope: Construct, id: string, props: ConnectionsProps) {
    super(scope, id);
    validateStage(props);
    if (props.permissionsBoundary) boundRoles(this, props.permissionsBoundary);
    const { name: stage, removalPolicy = RemovalPolicy.RETAIN } = props;
    const keeping = { logRetention: props.logRetention ?? RetentionDays.ONE_YEAR, removalPolicy };

    const table = new BrokerTable(this, 'Table', {
      removalPolicy,
      deletionProtection: props.deletionProtection ?? true,
      pointInTimeRecovery: props.pointInTimeRecovery ?? true,
    });
    const vaultKey = new VaultKey(this, 'VaultKey', { stage, removalPolicy, keyArn: props.vaultKeyArn });
    const escrow = new RotationEscrow(this, 'RotationEscrow', { removalPolicy });
    const events = new ConnectionEvents(this, 'Events', { stage });
    const platformApps = new PlatformApps(this, 'PlatformApps', { stage });
    const api = new BrokerHttpApi(this, 'HttpApi', {
      jwtIssuer: props.jwt.issuer,
      jwtAudience: props.jwt.audience,
      corsOrigins: props.dashboardOrigins ?? (props.dashboardUrl ? [new URL(props.dashboardUrl).origin] : []),
      ...keeping,
    });
    const hosting = hostDashboard(this, props, { apiHost: api.host, ...keeping });
    const apiOrigin = hosting?.origin ?? props.apiOrigin ?? api.endpoint;
    // The settings were checked: a stage without the one has the other.
    const dashboardUrl = hosting?.origin ?? props.dashboardUrl ?? '';

    const surroundings = { table, vaultKey, platformApps, escrow, events, apiOrigin, dashboardUrl };
    const servers = proxiedServers(props);
    const proxied = servers.map(({ server }) => server);
    const functions = stageFunctions(this, props, { surroundings, keeping, proxied });
    grantRights(functions, surroundings);
    functions['token-injector'].allowCallers(props.injectorCallers ?? []);
    const refresh = functions['token-refresh'];
    refresh.neverRetryAsynchronously();
    const shares = props.refreshShares ?? 1;
    const { groupName } = new RefreshSchedule(this, 'RefreshSchedule', { target: refresh, shares });
    api.serve((name) => served(functions, name));
    const authorizer = functions['token-authorizer'];
    const proxy = authorizer && new McpProxy(this, 'McpProxy', { servers, authorizer, ...keeping });
    const operations = new Operations(this, 'Operations', {
      stage,
      settings: props,
      functions,
      apiId: api.apiId,
      scheduleGroup: groupName,
      vaultKey: vaultKey.key,
      removalPolicy,
    });

    this.apiOrigin = apiOrigin;
    this.dashboardUrl = dashboardUrl;
    this.distribution = hosting?.distribution;
    this.table = table;
    this.vaultKey = vaultKey;
    this.events = events;
    this.functions = functions;
    this.mcpProxyUrl = proxy?.url;
    this.operations = operations;
  }

  /**
   * Lets a role of the app, an MCP runtime's, invoke token-injector, by the role's own policy. For a role of another
   * account or app there is `injectorCallers`.
   */
  grantInject(runtime: IGrantable): void {
    this.functions['token-injector'].grantInvoke(runtime);
  }
}

function served(functions: Functions, name: FunctionName): IFunction {
  const found = functions[name];
  if (!found) throw new Error(`this stage has no ${name}`);
  return found.function;
}

/** Every role of the stage, also CDK's own for the dashboard's upload. */
function boundRoles(scope: Construct, policyArn: string): void {
  const policy = ManagedPolicy.fromManagedPolicyArn(scope, 'Boundary', policyArn);
  PermissionsBoundary.of(scope).apply(policy);
}

/** The settings were checked before: each names a server of the stage. */
function proxiedServers({ mcpProxies = [], servers = [] }: StageSettings): ProxiedServer[] {
  return mcpProxies.flatMap((proxy) => {
    const registration = servers.find(({ id }) => id === proxy.server);
    return registration ? [{ ...proxy, registration }] : [];
  });
}
