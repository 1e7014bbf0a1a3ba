/** Connects the local adapters to the ports of the use cases, as `lambdas/` does with the AWS adapters. */
import { Agent, type AgentOptions } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { callReads } from '../src/aws/calls-table/call-reads.ts';
import { toolCallStore } from '../src/aws/calls-table/tool-calls.ts';
import { openVault } from '../src/aws/open-vault.ts';
import { isThrottled } from '../src/aws/sweeps/is-throttled.ts';
import { sealedRows } from '../src/aws/sweeps/sealed-rows.ts';
import { restoringStore, sweepCursorStore } from '../src/aws/sweeps/sweep-cursors.ts';
import { actCounters } from '../src/aws/table/act-counters.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { consentSessionStore } from '../src/aws/table/consent-sessions.ts';
import { createCallsTable, createTable } from '../src/aws/table/create-table.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { grantMarkStore } from '../src/aws/table/grant-marks.ts';
import { appPolicyStore, clientHolderStore, oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { peopleStore } from '../src/aws/table/people.ts';
import { placesStore } from '../src/aws/table/places.ts';
import { publicReads } from '../src/aws/table/public-reads.ts';
import { seenToolsStore } from '../src/aws/table/seen-tools.ts';
import { serverReads } from '../src/aws/table/server-reads.ts';
import { serverStore } from '../src/aws/table/servers.ts';
import { stepUpStore } from '../src/aws/table/step-ups.ts';
import { workspaceMarks } from '../src/aws/table/workspace-marks.ts';
import type { RotationPorts } from '../src/broker/data-key/rotation-ports.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type {
  Clock,
  Escrow,
  HostResolver,
  Log,
  PlatformSecrets,
  Ports,
  Random,
  RefreshInvoker,
  RevocationInvoker,
  Settings,
} from '../src/broker/ports.ts';
import { answerRefresh } from '../src/broker/refresh/answer-refresh.ts';
import type { RefreshPorts } from '../src/broker/refresh/attempt.ts';
import { cachedServers } from '../src/broker/servers/own-servers.ts';
import type { ConnectionRefreshReport, ConnectionRevocationReport } from '../src/contract/refresh.ts';
import type { StageServer } from '../src/contract/servers/server-registration.ts';
import { hostResolver } from '../src/egress/host-resolver.ts';
import { createProviderFetch } from '../src/egress/provider-fetch.ts';
import { createServerFetch, type ServerFetch } from '../src/egress/server-fetch.ts';
import type { Provider } from '../src/oauth/provider.ts';
import type { ProviderFetch } from '../src/oauth/provider-fetch.ts';
import { catalogueOf } from '../src/providers/catalogue.ts';
import { registeredServers } from '../src/providers/server-registrations.ts';
import type { KeyWrapper } from '../src/vault/key-wrapper.ts';

import { localCursorKeys } from './cursor-keys.ts';
import { eventLog } from './event-log.ts';

/** Name of the local table. */
export const TABLE_NAME = 'connections-local';
/** Name of the local table of calls. */
export const CALLS_TABLE_NAME = 'connections-local-calls';

export interface LocalParts {
  /** Of dynalite's socket. */
  tableSocket: string;
  wrapper: KeyWrapper;
  platformSecrets: PlatformSecrets;
  escrow: Escrow;
  /** Milliseconds without use after which a connection is no longer kept fresh. Absent: all are kept fresh. */
  idleAfter?: number;
  settings: Settings;
  providers: readonly Provider[];
  /** The operator's MCP servers. */
  stageServers?: readonly StageServer[] | undefined;
  /** The port to the providers. */
  fetch: ProviderFetch;
  /** Default: by the machine's name server. */
  hosts?: HostResolver;
  clock: Clock;
  random: Random;
  log: Log;
}

/** Creates the tables and returns all ports. The caller must destroy `client`. */
export async function localPorts(
  parts: LocalParts,
): Promise<Ports & { client: DynamoDBClient; rotation: RotationPorts }> {
  const { settings, clock, random, log, platformSecrets } = parts;
  const client = localDynamoDB(parts.tableSocket);
  await createTable(client, TABLE_NAME);
  await createCallsTable(client, CALLS_TABLE_NAME);
  const table = { client, tableName: TABLE_NAME, log };
  const calls = { client, tableName: CALLS_TABLE_NAME, log };
  const catalogue = catalogueOf(parts.providers);
  const dataKeys = dataKeyStore(table);
  const vaultParts = { environment: settings.environment, wrapper: parts.wrapper, dataKeys, clock, random };
  const serverRecords = serverStore(table);
  const vault = openVault({ ...vaultParts, mayCreateFirst: true });
  const ports = {
    settings,
    catalogue,
    servers: registeredServers(catalogue, parts.stageServers ?? []),
    serverRecords,
    ownServers: cachedServers(serverRecords, vault, clock),
    connections: connectionStore(table),
    grantMarks: grantMarkStore(table),
    unstoredCopies: parts.escrow,
    workspaceMarks: workspaceMarks(table),
    sessions: consentSessionStore(table),
    apps: oauthAppStore(table),
    appPolicies: appPolicyStore(table),
    appHealth: appHealthStore(table),
    places: placesStore(table),
    stepUps: stepUpStore(table),
    seenTools: seenToolsStore(table),
    clientHolders: clientHolderStore(table),
    escrow: parts.escrow,
    idleAfter: parts.idleAfter,
    toolCalls: toolCallStore(calls),
    callReads: callReads(calls),
    activity: activityStore(table),
    people: peopleStore(table),
    acts: actCounters(table),
    events: eventLog(log),
    reads: publicReads(table),
    serverReads: serverReads(table),
    cursorKeys: localCursorKeys(random),
    platformSecrets,
    vault,
    fetch: parts.fetch,
    hosts: parts.hosts ?? hostResolver,
    clock,
    random,
    log,
  };
  const rotation = {
    ...{ environment: settings.environment, dataKeys, wrapper: parts.wrapper },
    ...{ clock, random, log, events: ports.events },
    rows: sealedRows(table),
    ...{ sweepCursors: sweepCursorStore(table), restoring: restoringStore(table), isThrottled },
    openVault: () => openVault({ ...vaultParts, mayCreateFirst: false }),
    isEscrowEmpty: async () => (await parts.escrow.list(1)).paths.length === 0,
  };
  return { ...ports, client, rotation, refresher: directRefresher(ports), revoker: directRevoker(ports) };
}

/** A client of the local table. Nothing checks its credentials: the socket is this user's alone. */
export function localDynamoDB(socketPath: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const httpAgent = new Agent({ socketPath, keepAlive: true, maxSockets: 50 } as AgentOptions);
  const endpoint = 'http://localhost';
  return new DynamoDBClient({ endpoint, region: 'local', credentials, requestHandler: { httpAgent } });
}

/** The egress of the local environment. Only this one may reach 127.0.0.1, where the local providers listen. */
export function localProviderFetch(): ProviderFetch {
  const { providerDeadline: deadline, providerBody: maxBody } = LIMITS;
  return createProviderFetch({ deadline, maxBody, allowLoopbackOverHttp_localOnly: true });
}

/** The same for a trial of an MCP server: the demo servers listen on 127.0.0.1. */
export function localServerFetch(): ServerFetch {
  const { trial: deadline, trialAnswer: maxBody } = LIMITS;
  return createServerFetch({ deadline, maxBody, allowLoopbackOverHttp_localOnly: true });
}

/** Calls token-refresh directly, where the deployed injector invokes the function. */
function directRefresher(ports: RefreshPorts): RefreshInvoker {
  return {
    refresh: async ({ workspaceId, connectionId }, generation, rejected) => {
      const event = { version: '1', kind: 'connection', workspaceId, connectionId, generation, rejected };
      return (await answered(ports, event)) as ConnectionRefreshReport;
    },
  };
}

/** The same for a disconnect, where the deployed `connect` invokes the function. */
function directRevoker(ports: RefreshPorts): RevocationInvoker {
  return {
    revoke: async ({ workspaceId, connectionId }, epoch) => {
      const event = { version: '1', kind: 'revocation', workspaceId, connectionId, epoch };
      return (await answered(ports, event)) as ConnectionRevocationReport;
    },
  };
}

function answered(ports: RefreshPorts, event: object) {
  return answerRefresh(ports, event, ports.clock.now() + LIMITS.localInvocation);
}
