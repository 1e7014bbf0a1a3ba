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
import { BrokerFunction, type VariableValues } from './function.ts';
import { BrokerHttpApi } from './http-api.ts';
import type { ProxiedServer } from './mcp-integration.ts';
import { McpProxy } from './mcp-proxy.ts';
import { Operations } from './operations.ts';
import { PlatformApps } from './platform-apps.ts';
import { RefreshSchedule } from './refresh-schedule.ts';
import { RotationEscrow } from './rotation-escrow.ts';
import { DEFAULT_IDLE_AFTER_DAYS, DEFAULT_WORKSPACE_CLAIM, type StageSettings } from './stages.ts';
import { BrokerTable } from './table.ts';
import { validateStage } from './validate-stage.ts';
import { VaultKey } from './vault-key.ts';

export type ConnectionsProps = StageSettings;

/** All of them, and token-authorizer where the stage has `mcpProxies`. */
export type Functions = Readonly<
  Record<Exclude<FunctionName, 'token-authorizer'>, BrokerFunction> &
    Partial<Record<FunctionName, BrokerFunction>>
>;

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
    const {
      name: stage,
      logRetention = RetentionDays.ONE_YEAR,
      removalPolicy = RemovalPolicy.RETAIN,
    } = props;

    const table = new BrokerTable(this, 'Table', {
      removalPolicy,
      deletionProtection: props.deletionProtection ?? true,
      pointInTimeRecovery: props.pointInTimeRecovery ?? true,
    });
    const vaultKey = new VaultKey(this, 'VaultKey', { stage, removalPolicy, keyArn: props.vaultKeyArn });
    const escrow = new RotationEscrow(this, 'RotationEscrow', { removalPolicy });
    this.events = new ConnectionEvents(this, 'Events', { stage });
    const platformApps = new PlatformApps(this, 'PlatformApps', { stage });
    const api = new BrokerHttpApi(this, 'HttpApi', {
      jwtIssuer: props.jwt.issuer,
      jwtAudience: props.jwt.audience,
      corsOrigins: props.dashboardOrigins ?? (props.dashboardUrl ? [new URL(props.dashboardUrl).origin] : []),
      logRetention,
      removalPolicy,
    });
    const hosting = hostDashboard(this, props, { apiHost: api.host, logRetention, removalPolicy });
    this.distribution = hosting?.distribution;
    this.apiOrigin = hosting?.origin ?? props.apiOrigin ?? api.endpoint;
    // The settings were checked: a stage without the one has the other.
    this.dashboardUrl = hosting?.origin ?? props.dashboardUrl ?? '';
    this.table = table;
    this.vaultKey = vaultKey;

    const values: VariableValues = {
      stage,
      table: table.table.tableName,
      kmsKey: vaultKey.key.keyArn,
      platformApps: platformApps.prefix,
      apiOrigin: this.apiOrigin,
      dashboardUrl: this.dashboardUrl,
      jwtIssuer: props.jwt.issuer,
      jwtAudience: props.jwt.audience,
      workspaceClaim: props.jwt.workspaceClaim ?? DEFAULT_WORKSPACE_CLAIM,
      callerToken: props.callerToken ?? 'required',
      workspaceServers: props.workspaceServers ?? 'public-https-only',
      escrowBucket: escrow.bucket.bucketName,
      eventBus: this.events.bus.eventBusName,
      idleAfterDays: String(props.idleAfterDays ?? DEFAULT_IDLE_AFTER_DAYS),
    };
    const make = (name: FunctionName, more: VariableValues = {}) =>
      new BrokerFunction(this, {
        name,
        values: { ...values, ...more },
        servers: props.servers ?? [],
        logRetention,
        removalPolicy,
        reservedConcurrency: props.reservedConcurrency?.[name],
        vpc: props.vpc,
      });
    const refresh = make('token-refresh');
    const refreshFunction = refresh.invokedName;
    const proxied = proxiedServers(props);
    const proxiedIds = proxied.map(({ server }) => server).join(' ');
    this.functions = {
      'connections-api': make('connections-api'),
      connect: make('connect', { refreshFunction }),
      'oauth-callback': make('oauth-callback'),
      'token-refresh': refresh,
      'token-injector': make('token-injector', { refreshFunction }),
      'rotate-data-key': make('rotate-data-key'),
      ...(proxied.length > 0 && {
        'token-authorizer': make('token-authorizer', { refreshFunction, proxiedServers: proxiedIds }),
      }),
    };
    this.grantRights(platformApps);
    this.functions['token-injector'].allowCallers(props.injectorCallers ?? []);
    for (const teller of [this.functions.connect, refresh]) this.events.grantTell(teller);
    refresh.neverRetryAsynchronously();
    escrow.grantKeep(refresh);
    escrow.grantSeeWhetherEmpty(this.functions['rotate-data-key']);
    const shares = props.refreshShares ?? 1;
    const { groupName } = new RefreshSchedule(this, 'RefreshSchedule', { target: refresh, shares });
    api.serve((name) => this.functionOf(name));
    const authorizer = this.functions['token-authorizer'];
    this.mcpProxyUrl =
      authorizer &&
      new McpProxy(this, 'McpProxy', { servers: proxied, authorizer, logRetention, removalPolicy }).url;
    this.operations = new Operations(this, 'Operations', {
      stage,
      settings: props,
      functions: this.functions,
      apiId: api.apiId,
      scheduleGroup: groupName,
      vaultKey: vaultKey.key,
      removalPolicy,
    });
  }

  /**
   * Lets a role of the app, an MCP runtime's, invoke token-injector, by the role's own policy. For a role of another
   * account or app there is `injectorCallers`.
   */
  grantInject(runtime: IGrantable): void {
    this.functions['token-injector'].grantInvoke(runtime);
  }

  private functionOf(name: FunctionName): IFunction {
    const found = this.functions[name];
    if (!found) throw new Error(`this stage has no ${name}`);
    return found.function;
  }

  /** The rights table of the design, section 1. docs/permissions.md shows what comes of it. */
  private grantRights(platformApps: PlatformApps): void {
    const { table, vaultKey, functions } = this;
    const { connect } = functions;
    const refresh = functions['token-refresh'];
    const injector = functions['token-injector'];

    table.grantDashboardReads(functions['connections-api']);

    table.grantMarkConsentSession(functions['oauth-callback']);

    table.grantConnect(connect);
    vaultKey.grantUnwrapAndMake(connect);
    platformApps.grantRead(connect);
    refresh.grantInvoke(connect);

    table.grantRefresh(refresh);
    vaultKey.grantUnwrap(refresh);
    platformApps.grantRead(refresh);

    table.grantReseal(functions['rotate-data-key']);
    vaultKey.grantUnwrapAndMake(functions['rotate-data-key']);

    const authorizer = functions['token-authorizer'];
    for (const form of authorizer ? [injector, authorizer] : [injector]) {
      table.grantInject(form);
      vaultKey.grantUnwrap(form);
      refresh.grantInvoke(form);
    }
  }
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
