/**
 * Connections in one construct: table, vault key, functions, HTTP API and schedule. For this repository's own stacks
 * and for other CDK apps; its properties, each with its default, are {@link StageSettings}.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import { BrokerFunction, type VariableValues } from './function.ts';
import { BrokerHttpApi } from './http-api.ts';
import type { ProxiedServer } from './mcp-integration.ts';
import { McpProxy } from './mcp-proxy.ts';
import { PlatformApps } from './platform-apps.ts';
import { RefreshSchedule } from './refresh-schedule.ts';
import { RotationEscrow } from './rotation-escrow.ts';
import { DEFAULT_IDLE_AFTER_DAYS, type StageSettings } from './stages.ts';
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
  readonly table: BrokerTable;
  readonly vaultKey: VaultKey;
  readonly functions: Functions;
  /** Where MCP servers are reached through the stage's REST API, if it has `mcpProxies`: their ids follow. */
  readonly mcpProxyUrl: string | undefined;

  constructor(scope: Construct, id: string, props: ConnectionsProps) {
    super(scope, id);
    validateStage(props);
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
    const vaultKey = new VaultKey(this, 'VaultKey', { stage, removalPolicy });
    const escrow = new RotationEscrow(this, 'RotationEscrow', { removalPolicy });
    const platformApps = new PlatformApps(this, 'PlatformApps', { stage });
    const api = new BrokerHttpApi(this, 'HttpApi', {
      jwtIssuer: props.jwt.issuer,
      jwtAudience: props.jwt.audience,
      corsOrigins: props.dashboardOrigins ?? [new URL(props.dashboardUrl).origin],
      logRetention,
      removalPolicy,
    });
    this.apiOrigin = props.apiOrigin ?? api.endpoint;
    this.table = table;
    this.vaultKey = vaultKey;

    const values: VariableValues = {
      stage,
      table: table.table.tableName,
      kmsKey: vaultKey.key.keyArn,
      platformApps: platformApps.prefix,
      apiOrigin: this.apiOrigin,
      dashboardUrl: props.dashboardUrl,
      jwtIssuer: props.jwt.issuer,
      jwtAudience: props.jwt.audience,
      workspaceClaim: props.jwt.workspaceClaim ?? 'workspaces',
      callerToken: props.callerToken ?? 'required',
      workspaceServers: props.workspaceServers ?? 'public-https-only',
      escrowBucket: escrow.bucket.bucketName,
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
      });
    const refresh = make('token-refresh');
    const refreshFunction = refresh.function.functionName;
    const proxied = proxiedServers(props);
    const proxiedIds = proxied.map(({ server }) => server).join(' ');
    this.functions = {
      'connections-api': make('connections-api'),
      connect: make('connect', { refreshFunction }),
      'oauth-callback': make('oauth-callback'),
      'token-refresh': refresh,
      'token-injector': make('token-injector', { refreshFunction }),
      ...(proxied.length > 0 && {
        'token-authorizer': make('token-authorizer', { refreshFunction, proxiedServers: proxiedIds }),
      }),
    };
    this.grantRights(platformApps);
    this.functions['token-injector'].allowCallers(props.injectorCallers ?? []);
    refresh.neverRetryAsynchronously();
    escrow.grantKeep(refresh);
    new RefreshSchedule(this, 'RefreshSchedule', { target: refresh, shares: props.refreshShares ?? 1 });
    api.serve((name) => this.functionOf(name));
    const authorizer = this.functions['token-authorizer'];
    this.mcpProxyUrl =
      authorizer &&
      new McpProxy(this, 'McpProxy', { servers: proxied, authorizer, logRetention, removalPolicy }).url;
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

    const authorizer = functions['token-authorizer'];
    for (const form of authorizer ? [injector, authorizer] : [injector]) {
      table.grantInject(form);
      vaultKey.grantUnwrap(form);
      refresh.grantInvoke(form);
    }
  }
}

/** The settings were checked before: each names a server of the stage. */
function proxiedServers({ mcpProxies = [], servers = [] }: StageSettings): ProxiedServer[] {
  return mcpProxies.flatMap((proxy) => {
    const registration = servers.find(({ id }) => id === proxy.server);
    return registration ? [{ ...proxy, registration }] : [];
  });
}
