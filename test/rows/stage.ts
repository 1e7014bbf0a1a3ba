/** An environment in memory, with the rows that it begins with. */
import { localCursorKeys } from '../../local/cursor-keys.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import type { EscrowEntry, Ports } from '../../src/broker/ports.ts';
import { answerRevocation } from '../../src/broker/refresh/answer-revocation.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import type { DataKeyStore } from '../../src/broker/stores.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { systemRandom } from '../../src/system/random.ts';
import { Secret } from '../../src/vault/secret.ts';
import { escrowInMemory } from './escrow-in-memory.ts';
import { WRAPPER } from './key-wrapper.ts';
import type { Row } from './row.ts';
import { type WatchedStores, watchedStores } from './watched-stores.ts';

const MINUTE = 60_000;
export const START = Date.UTC(2026, 10, 25);

export interface Stage extends Pick<WatchedStores, 'declared' | 'rows'> {
  ports: Ports;
  escrow: Map<string, EscrowEntry>;
  dataKeys: DataKeyStore;
  /** All that the ports are made over. */
  stores: WatchedStores['stores'];
  now(): number;
  advance(milliseconds: number): void;
}

export interface StageOptions {
  fetch: ProviderFetch;
  rows?: readonly Row[];
  /** Milliseconds since the epoch. */
  startsAt?: number;
  /** Absent: sleeping moves the time, so that nobody waits for anybody else. */
  time?: StageTime;
}

export type StageTime = Pick<Stage, 'now' | 'advance'> & Ports['clock'];

export async function openStage({
  fetch,
  rows = [],
  startsAt = START,
  time = jumpingTime(startsAt),
}: StageOptions): Promise<Stage> {
  const { now, advance, sleep } = time;
  const watched = await watchedStores(rows);
  const escrow = new Map<string, EscrowEntry>();
  const clock = { now, sleep };
  const ports = portsOver(watched, { fetch, clock, escrow: escrowInMemory(escrow, now) });
  const { declared, rows: current, stores } = watched;
  return { ports, declared, rows: current, escrow, dataKeys: stores.dataKeys, stores, now, advance };
}

function jumpingTime(startsAt: number): StageTime {
  let time = startsAt;
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  return { now: () => time, advance, sleep: async (milliseconds) => advance(milliseconds) };
}

const SETTINGS: Ports['settings'] = {
  environment: 'rows',
  apiOrigin: 'https://api.broker.example',
  dashboardUrl: 'https://dashboard.broker.example',
  workspaceServers: 'public-https-only',
  allowedApps: 'verified-and-own',
};
const SERVERS = registeredServers(CATALOGUE, []);

/** Client secrets of the verified apps, as scenarios give them. */
const PLATFORM_SECRETS: Ports['platformSecrets'] = {
  clientSecret: async (provider, clientId) =>
    clientId === `client-verified-${provider}` ? new Secret(`secret-verified-${provider}`) : undefined,
};

function portsOver(
  { stores, reads, serverReads }: WatchedStores,
  outside: Pick<Ports, 'fetch' | 'clock' | 'escrow'>,
): Ports {
  const { clock } = outside;
  const random = systemRandom;
  const { environment } = SETTINGS;
  const { dataKeys } = stores;
  const vault = openVault({ environment, wrapper: WRAPPER, dataKeys, clock, random, mayCreateFirst: true });
  const silent = () => undefined;
  const ports: Ports = {
    ...stores,
    ...outside,
    unstoredCopies: outside.escrow,
    settings: SETTINGS,
    catalogue: CATALOGUE,
    servers: SERVERS,
    ownServers: cachedServers(stores.serverRecords, vault, clock),
    idleAfter: undefined,
    events: { publish: async () => undefined },
    reads,
    serverReads,
    cursorKeys: localCursorKeys(random),
    platformSecrets: PLATFORM_SECRETS,
    refresher: {
      refresh: (key, generation, rejected) => {
        const deadline = clock.now() + MINUTE;
        return refreshConnection(ports, { key, generation, rejected, isOnDemand: true, deadline });
      },
    },
    revoker: {
      revoke: ({ workspaceId, connectionId }, epoch) => {
        const request = {
          version: '1' as const,
          kind: 'revocation' as const,
          workspaceId,
          connectionId,
          epoch,
        };
        return answerRevocation(ports, request, clock.now() + MINUTE);
      },
    },
    vault,
    hosts: { isPublic: async () => true, isPrivate: async () => false },
    random,
    log: { info: silent, warn: silent, error: silent },
  };
  return ports;
}
