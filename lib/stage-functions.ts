/** The functions of a stage, and what each is told of it. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import type { ConnectionEvents } from './event-bus.ts';
import { BrokerFunction, type VariableValues } from './function.ts';
import type { PlatformApps } from './platform-apps.ts';
import type { RotationEscrow } from './rotation-escrow.ts';
import { DEFAULT_IDLE_AFTER_DAYS, DEFAULT_WORKSPACE_CLAIM, type StageSettings } from './stages.ts';
import type { BrokerTable } from './table.ts';
import type { VaultKey } from './vault-key.ts';

/** All of them; token-authorizer where the stage has `mcpProxies`, deployment-check where it has canaries. */
export type Functions = Readonly<
  Record<Exclude<FunctionName, 'token-authorizer' | 'deployment-check'>, BrokerFunction> &
    Partial<Record<FunctionName, BrokerFunction>>
>;

/** What the functions work with. */
export interface Surroundings {
  readonly table: BrokerTable;
  readonly vaultKey: VaultKey;
  readonly platformApps: PlatformApps;
  readonly escrow: RotationEscrow;
  readonly events: ConnectionEvents;
  readonly apiOrigin: string;
  readonly dashboardUrl: string;
}

/** How long what they write is kept. */
export interface Keeping {
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** `proxied`: ids of the servers that are reached through the stage's REST API. */
export function stageFunctions(
  scope: Construct,
  props: StageSettings,
  { surroundings, keeping, proxied }: { surroundings: Surroundings; keeping: Keeping; proxied: string[] },
): Functions {
  const values = valuesOf(props, surroundings);
  const provisioned: Partial<Record<FunctionName, number>> = props.provisionedConcurrency ?? {};
  const make = (name: FunctionName, more: VariableValues = {}) =>
    new BrokerFunction(scope, {
      name,
      values: { ...values, ...more },
      servers: props.servers ?? [],
      ...keeping,
      reservedConcurrency: props.reservedConcurrency?.[name],
      provisionedConcurrency: provisioned[name],
      vpc: props.vpc,
    });
  const refresh = make('token-refresh');
  const asking = { refreshFunction: refresh.invokedName };
  const injector = make('token-injector', asking);
  const checkedVersions = [refresh, injector].flatMap(({ versionArn }) => versionArn ?? []).join(' ');
  return {
    'connections-api': make('connections-api'),
    connect: make('connect', asking),
    'oauth-callback': make('oauth-callback'),
    'token-refresh': refresh,
    'token-injector': injector,
    'rotate-data-key': make('rotate-data-key'),
    ...(proxied.length > 0 && {
      'token-authorizer': make('token-authorizer', { ...asking, proxiedServers: proxied.join(' ') }),
    }),
    ...(props.deployment !== 'all-at-once' && {
      'deployment-check': make('deployment-check', { checkedVersions }),
    }),
  };
}

function valuesOf(props: StageSettings, surroundings: Surroundings): VariableValues {
  const { table, vaultKey, platformApps, escrow, events, apiOrigin, dashboardUrl } = surroundings;
  return {
    stage: props.name,
    table: table.table.tableName,
    kmsKey: vaultKey.key.keyArn,
    platformApps: platformApps.prefix,
    apiOrigin,
    dashboardUrl,
    jwtIssuer: props.jwt.issuer,
    jwtAudience: props.jwt.audience,
    workspaceClaim: props.jwt.workspaceClaim ?? DEFAULT_WORKSPACE_CLAIM,
    callerToken: props.callerToken ?? 'required',
    workspaceServers: props.workspaceServers ?? 'public-https-only',
    escrowBucket: escrow.bucket.bucketName,
    eventBus: events.bus.eventBusName,
    idleAfterDays: String(props.idleAfterDays ?? DEFAULT_IDLE_AFTER_DAYS),
  };
}
