/**
 * Connections in one construct: table, vault key, functions, HTTP API and schedule. For this repository's own stacks
 * and for other CDK apps; its properties, each with its default, are {@link StageSettings}.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../src/contract/environment.ts';
import { BrokerFunction, type VariableValues } from './function.ts';
import { BrokerHttpApi } from './http-api.ts';
import { PlatformApps } from './platform-apps.ts';
import { RefreshSchedule } from './refresh-schedule.ts';
import type { StageSettings } from './stages.ts';
import { BrokerTable } from './table.ts';
import { validateStage } from './validate-stage.ts';
import { VaultKey } from './vault-key.ts';

export type ConnectionsProps = StageSettings;

export class Connections extends Construct {
  /** Where the API is reached, without a trailing slash. */
  readonly apiOrigin: string;
  readonly table: BrokerTable;
  readonly vaultKey: VaultKey;
  readonly functions: Readonly<Record<FunctionName, BrokerFunction>>;

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
    this.functions = {
      'connections-api': make('connections-api'),
      connect: make('connect', { refreshFunction }),
      'oauth-callback': make('oauth-callback'),
      'token-refresh': refresh,
      'token-injector': make('token-injector', { refreshFunction }),
    };
    this.grantRights(platformApps);
    this.functions['token-injector'].allowCallers(props.injectorCallers ?? []);
    refresh.neverRetryAsynchronously();
    new RefreshSchedule(this, 'RefreshSchedule', { target: refresh });
    api.serve(mapFunctions((name) => this.functions[name].function));
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

    table.grantInject(injector);
    vaultKey.grantUnwrap(injector);
    refresh.grantInvoke(injector);
  }
}

function mapFunctions<V>(value: (name: FunctionName) => V): Record<FunctionName, V> {
  return Object.fromEntries(FUNCTIONS.map((name) => [name, value(name)])) as Record<FunctionName, V>;
}
