/** Where thousands of journeys take place: the use cases over stores in memory, and a scripted provider without a socket. */
import { createSecretKey } from 'node:crypto';
import { eventLog } from '../../local/event-log.ts';
import { handlerOf } from '../../local/scripted-providers/provider-handler.ts';
import { type RunningProvider, runProvider } from '../../local/scripted-providers/run-provider.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import type { RefreshPorts } from '../../src/broker/refresh/attempt.ts';
import { cachedServers } from '../../src/broker/servers/own-servers.ts';
import type { ConnectionRefreshReport, ConnectionRevocationReport } from '../../src/contract/refresh.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import type { ProviderAnswer, ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { catalogueOf } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { Secret } from '../../src/vault/secret.ts';
import { createVault } from '../../src/vault/vault.ts';
import { memoryStores } from '../memory/memory-stores.ts';
import { dice, seededRandom } from '../prove/seeded.ts';
import { escrowInMemory } from '../rows/escrow-in-memory.ts';
import { CLIENT, type Notes, WORKSPACE, type World } from './world.ts';

const START = Date.UTC(2026, 10, 30);
const API_ORIGIN = 'https://connections.example';

/** `change` stands between the provider and the broker: it returns the answer that the broker gets. */
export interface MemoryParts {
  provider: Provider;
  change?: (answer: ProviderAnswer) => Promise<ProviderAnswer>;
}

/** A world of one provider, by the definition that is given. */
export function memoryWorld(scripted: ScriptedProvider, { provider, change }: MemoryParts): World {
  const notes: Notes = { violations: [], requests: [] };
  const logged: string[] = [];
  let time = START;
  const now = () => time;
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  const redirectUri = `${API_ORIGIN}/oauth/callback/${scripted.provider}/${scripted.app ? WORKSPACE : 'verified'}`;
  const running = runProvider(scripted, { ...CLIENT, redirectUri }, undefined, now);
  const answer = fetchOf(running, notes);
  const fetch: ProviderFetch = change ? async (request) => change(await answer(request)) : answer;
  const random = seededRandom(dice(1));
  const ports = portsOf({ provider, now, advance, fetch, random, logged });
  const operationId = () => random.uuidV7(now());
  return { ports, scripted, running, logged, ...notes, advance, now, operationId, close: async () => {} };
}

interface Parts {
  provider: Provider;
  now(): number;
  advance(milliseconds: number): void;
  fetch: ProviderFetch;
  random: Ports['random'];
  logged: string[];
}

function portsOf({ provider, now, advance, fetch, random, logged }: Parts): Ports {
  const catalogue = catalogueOf([provider]);
  const log = createJsonLog((line) => logged.push(line));
  const stores = memoryStores();
  const escrow = escrowInMemory(new Map(), now);
  const vault = memoryVault(random);
  const clock = { now, sleep: async (milliseconds: number) => advance(milliseconds) };
  const ports = {
    ...stores,
    ...{ catalogue, vault, clock, escrow, unstoredCopies: escrow, fetch, random, log, idleAfter: undefined },
    servers: registeredServers(catalogue, []),
    ownServers: cachedServers(stores.serverRecords, vault, clock),
    settings: {
      environment: 'test',
      apiOrigin: API_ORIGIN,
      dashboardUrl: 'https://dashboard.example',
      workspaceServers: 'public-https-only',
      allowedApps: 'verified-and-own',
    },
    reads: { connections: stores.connections.list, servers: async () => [], oauthAppsOf: async () => [] },
    platformSecrets: { clientSecret: async () => new Secret(CLIENT.clientSecret) },
    events: eventLog(log),
    hosts: { isPublic: async () => true, isPrivate: async () => false },
  } as unknown as Omit<Ports, 'refresher' | 'revoker'>;
  return { ...ports, ...invokersOf(ports as unknown as RefreshPorts) };
}

function memoryVault(random: Ports['random']): Ports['vault'] {
  const dataKey = { version: 1, key: createSecretKey(random.bytes(32)) };
  const dataKeys = { current: async () => dataKey, byVersion: async () => dataKey } as never;
  return createVault({ environment: 'test', dataKeys, randomBytes: random.bytes });
}

/** token-refresh, without a function around it. */
function invokersOf(ports: RefreshPorts): Pick<Ports, 'refresher' | 'revoker'> {
  const invoke = (kind: string, more: object) =>
    answerRefresh(ports, { version: '1', kind, ...more }, ports.clock.now() + 60_000) as unknown;
  return {
    refresher: {
      refresh: async ({ workspaceId, connectionId }, generation, rejected) => {
        const which = { workspaceId, connectionId, generation, rejected };
        return (await invoke('connection', which)) as ConnectionRefreshReport;
      },
    },
    revoker: {
      revoke: async ({ workspaceId, connectionId }, epoch) =>
        (await invoke('revocation', { workspaceId, connectionId, epoch })) as ConnectionRevocationReport,
    },
  };
}

/** As the egress sends it. Every URL of the provider must be https, on 443. */
function fetchOf(running: RunningProvider, { violations, requests }: Notes): ProviderFetch {
  const handler = handlerOf(running, (violation) => violations.push(violation));
  return async ({ url, method, headers, body, userAgent = 'Connections' }) => {
    const { protocol, port, host, pathname } = new URL(url);
    if (protocol !== 'https:' || port !== '') violations.push(`not https: ${host}`);
    requests.push(`${method} ${host}${pathname}`);
    const sent = new Headers({ ...headers, 'user-agent': userAgent });
    return handler(new Request(url, { method, headers: sent, ...(body !== undefined && { body }) }));
  };
}
