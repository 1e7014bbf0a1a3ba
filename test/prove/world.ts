/** A stage without a network: the real use cases over stores in memory, a scripted provider and a clock of its own. */

import { createSecretKey } from 'node:crypto';
import { demoProvider } from '../../local/demo-provider-facts.ts';
import { escrowPath, escrowPrefix } from '../../src/aws/escrow-document.ts';
import { appKeyOf } from '../../src/broker/apps/app-key.ts';
import { dueShard } from '../../src/broker/connection/due-shard.ts';
import { refreshDueAt } from '../../src/broker/connection/due-time.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { partsHash } from '../../src/broker/parts-hash.ts';
import type { Escrow, EscrowEntry, EscrowedTokens, Ports } from '../../src/broker/ports.ts';
import type { RefreshPorts } from '../../src/broker/refresh/attempt.ts';
import type { ConnectionKey, PublicReads } from '../../src/broker/stores.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { type ProviderFetch, ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { Secret } from '../../src/vault/secret.ts';
import { createVault } from '../../src/vault/vault.ts';
import { put, connection as sample } from '../adapters/samples.ts';
import { type MemoryStores, memoryStores } from '../memory/memory-stores.ts';
import { pageOf } from '../rows/escrow-in-memory.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import { type Recovery, recoveryWatch } from './recovery.ts';
import {
  type Grant,
  LONG_ROTATIONS,
  RESOURCE,
  type Rotation,
  type ScriptedProvider,
  scriptedProvider,
} from './scripted-provider.ts';
import { type Dice, dice, seededRandom } from './seeded.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** What may happen to one provider request. */
export type Weather =
  | 'fair'
  | 'not-sent'
  | 'lost-on-the-way'
  | 'answer-lost'
  | 'slow'
  | '500'
  | '429'
  | '429-by-date'
  | 'unknown-4xx'
  | 'odd-answer'
  | 'no-access-token'
  | 'html'
  | 'temporarily_unavailable';

export type ProvePorts = RefreshPorts &
  Pick<
    Ports,
    | 'acts'
    | 'clientHolders'
    | 'hosts'
    | 'serverRecords'
    | 'appPolicies'
    | 'sessions'
    | 'workspaceMarks'
    | 'settings'
    | 'unstoredCopies'
    | 'servers'
    | 'stepUps'
  > & { reads: Pick<PublicReads, 'connections' | 'oauthApps' | 'servers'> };

export interface ProveWorld {
  stores: MemoryStores;
  provider: ScriptedProvider;
  escrowed: Map<string, EscrowedTokens>;
  dice: Dice;
  recoveries: Recovery[];
  /** Connections that ended before then and were not connected again, as `workspace/connection`. */
  endedBefore(time: number): Set<string>;
  now(): number;
  advance(milliseconds: number): void;
  time: VirtualTime;
  /** Everything as one process of ours sees it; its provider requests meet `weather`. */
  portsOf(process: number, weather: () => Weather): ProvePorts;
  /** A connection as a completed consent leaves it. */
  connect(key: ConnectionKey, rotation: Rotation): Promise<Grant>;
}

export const ORIGIN = 'https://provider.example';
const START = Date.UTC(2026, 0, 1);
/** Longer than a lease, so that whoever waits for it finds their lease gone. */
export const STANDSTILL = 60_000;

export function proveWorld(seed: number): ProveWorld {
  const rolls = dice(seed);
  const time = virtualTime(START);
  const { now, advance } = time;
  const random = seededRandom(rolls);
  const bare = memoryStores();
  const watched = watch(bare, now);
  const stores = { ...bare, connections: watched.connections };
  const provider = scriptedProvider(now);
  const escrowed = new Map<string, EscrowedTokens>();
  const dataKey = { version: 1, key: createSecretKey(random.bytes(32)) };
  const vault = createVault({
    environment: 'prove',
    dataKeys: { current: async () => dataKey, byVersion: async () => dataKey } as never,
    randomBytes: random.bytes,
  });
  const catalogue = new Map(LONG_ROTATIONS.map((rotation) => [rotation, providerOf(rotation)]));
  const nothing = () => undefined;
  const shared = {
    ...stores,
    vault,
    events: { publish: async () => undefined },
    escrow: memoryEscrow(escrowed, now),
    unstoredCopies: memoryEscrow(escrowed, now),
    catalogue,
    platformSecrets: { clientSecret: async () => new Secret('client-secret') },
    reads: {
      connections: (workspaceId: string) => stores.connections.list(workspaceId),
      servers: async () => [],
      oauthApps: async () => [],
    },
    servers: new Map(),
    hosts: { isPublic: async () => true, isPrivate: async () => false },
    idleAfter: undefined,
    random,
    clock: {
      now,
      sleep: time.sleep,
    },
    log: { info: nothing, warn: nothing, error: nothing },
    settings: {
      environment: 'prove',
      apiOrigin: 'https://api.example',
      dashboardUrl: 'https://dashboard.example',
      workspaceServers: 'public-https-only' as const,
      allowedApps: 'verified-and-own' as const,
    },
  };
  return {
    stores,
    provider,
    escrowed,
    dice: rolls,
    recoveries: watched.recoveries,
    endedBefore: watched.endedBefore,
    now,
    advance,
    time,
    portsOf: (process, weather) => ({
      ...shared,
      fetch: fetchIn(weather, { provider, process, now, sleep: time.sleep }),
    }),
    async connect(key, rotation) {
      const { grant } = provider.consent(rotation, `${key.workspaceId}@example`);
      const seal = await vault.sealer();
      const before = await stores.connections.read(key);
      const generation = (before?.generation ?? 0) + 1;
      const request = { url: `${ORIGIN}/token`, method: 'POST', headers: {}, body: codeBody(grant.id) };
      const tokens = (await provider.answer(request, 0).response.json()) as {
        access_token: string;
        refresh_token: string;
      };
      const expiresAt = now() + 3_600_000;
      await stores.connections.change(
        key,
        put(
          sealedConnection(
            seal,
            key,
            {
              ...sample,
              provider: rotation,
              connectedAt: now(),
              refreshedAt: now(),
              epoch: (before?.epoch ?? 0) + 1,
              generation,
              accountKey: partsHash(['account', grant.id]),
              accessExpiresAt: expiresAt,
              appKey: appKeyOf({ owner: sample.appOwner, provider: rotation, version: sample.appVersion }),
              dueShard: dueShard(key),
              dueAt: refreshDueAt({ now: now(), expiresAt, random: rolls.next() }),
            },
            { access: tokens.access_token, refresh: tokens.refresh_token },
          ),
        ),
      );
      return grant;
    },
  };
}

/** Notes, beside the table, when a connection recovered or ended. */
function watch({ connections }: MemoryStores, now: () => number) {
  const { recoveries, note } = recoveryWatch(now);
  const endedAt = new Map<string, number>();
  const change: typeof connections.change = async (key, each) => {
    const done = await connections.change(key, each);
    if (!done) return done;
    note(key, each);
    const name = `${key.workspaceId}/${key.connectionId}`;
    const { status } = each.set;
    if (status === 'active') endedAt.delete(name);
    if (status === 'disconnected' || status === 'reauthorization_required') endedAt.set(name, now());
    return done;
  };
  const endedBefore = (time: number) =>
    new Set([...endedAt].filter(([, at]) => at < time).map(([name]) => name));
  return { connections: { ...connections, change }, recoveries, endedBefore };
}

function codeBody(grant: string): string {
  return new URLSearchParams({ code: `code-${grant}`, resource: RESOURCE }).toString();
}

function providerOf(rotation: Rotation): Provider {
  const demo = demoProvider(ORIGIN, { notes: `${ORIGIN}/notes`, tasks: `${ORIGIN}/tasks` });
  const refresh = {
    strict: { kind: 'rotating', replay: 'kills-family' },
    grace: { kind: 'rotating', replay: 'safe' },
    none: { kind: 'reusable', replay: 'safe' },
    remote: { kind: 'sometimes', replay: 'kills-family' },
  } as const;
  const resource = { resource: RESOURCE };
  const remote = {
    exchangeParameters: resource,
    refreshParameters: resource,
    clientAuthentication: 'none',
  } as const;
  const oauth = { ...demo.oauth, ...(rotation === 'remote' && remote), refresh: refresh[rotation] };
  return { ...demo, id: rotation, servers: [], oauth };
}

function fetchIn(
  weather: () => Weather,
  {
    provider,
    process,
    now,
    sleep,
  }: {
    provider: ScriptedProvider;
    process: number;
    now(): number;
    sleep(milliseconds: number): Promise<void>;
  },
): ProviderFetch {
  return async (request) => {
    const outside = request.url.endsWith('/token') ? weather() : 'fair';
    if (outside === 'not-sent') throw new ProviderFetchError('network', false);
    if (outside === 'lost-on-the-way') throw new ProviderFetchError('deadline', true);
    if (outside === '500') return new Response('oops', { status: 500 });
    if (outside === '429') return new Response('', { status: 429, headers: { 'retry-after': '30' } });
    if (outside === '429-by-date') return toldToWait(now() + 30_000);
    if (outside === 'unknown-4xx') return Response.json({ error: 'account_suspended' }, { status: 403 });
    if (outside === 'html') return new Response('<html>', { headers: { 'content-type': 'text/html' } });
    if (outside === 'temporarily_unavailable')
      return Response.json({ error: 'temporarily_unavailable' }, { status: 400 });
    const { response, use } = provider.answer(request, process);
    if (outside === 'odd-answer') return odd(response, { status: 201, set: ODD });
    if (outside === 'no-access-token') return odd(response, { status: 200, set: { access_token: '' } });
    if (outside === 'fair') return response;
    if (use) use.isAnswerLost = true;
    // The egress waits no longer than that; what comes later, nobody hears.
    if (outside === 'slow') await sleep(LIMITS.providerDeadline);
    throw new ProviderFetchError(outside === 'slow' ? 'deadline' : 'network', true);
  };
}

/** What may stand beside good tokens. */
const ODD = { scope: null, token_type: 7, expires_in: 'soon', refresh_token_expires_in: 0, id_token: [] };

async function odd(
  answer: Response,
  { status, set }: { status: number; set: Record<string, unknown> },
): Promise<Response> {
  if (!answer.ok) return answer;
  return Response.json({ ...((await answer.json()) as object), ...set }, { status });
}

function toldToWait(until: number): Response {
  const headers = { 'retry-after': new Date(until).toUTCString() };
  return new Response('', { status: 429, headers });
}

function memoryEscrow(copies: Map<string, EscrowedTokens>, now: () => number): Escrow {
  const entryOf = ([path, copy]: [string, EscrowedTokens]): EscrowEntry => ({ path, copy, storedAt: now() });
  const entries = () => [...copies].map(entryOf);
  return {
    put: async (copy) => void copies.set(escrowPath(copy), copy),
    of: async (key) => entries().filter(({ path }) => path.startsWith(escrowPrefix(key))),
    list: async (limit, after) => pageOf([...copies.keys()], limit, after),
    read: async (path) => entries().find((entry) => entry.path === path),
    delete: async (path) => void copies.delete(path),
  };
}
