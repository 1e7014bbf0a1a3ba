/** The stores in memory, with rows as an attacker may have written them, and a note of what the broker declares dead. */
import { DamagedItem } from '../../src/aws/table/decode.ts';
import type { KnownPerson } from '../../src/broker/records.ts';
import type {
  PersonKey,
  PublicOAuthApp,
  PublicReads,
  PublicServer,
  Records,
  ServerKey,
  ServerReads,
} from '../../src/broker/stores.ts';
import { put } from '../adapters/samples.ts';
import { keyOf } from '../memory/memory-records.ts';
import { type MemoryStores, memoryStores } from '../memory/memory-stores.ts';
import { type Attributes, asRead, KINDS, type Kind, type Row } from './row.ts';

export interface WatchedStores {
  stores: MemoryStores;
  reads: PublicReads;
  serverReads: ServerReads;
  /** What the broker wrote of a grant's, a session's or an app's end, with its row. */
  declared: Set<string>;
  /** Every row that there is now. */
  rows(): Promise<Row[]>;
}

export async function watchedStores(rows: readonly Row[]): Promise<WatchedStores> {
  const notes: Notes = { declared: new Set(), known: new Map(), damaged: new Set() };
  const stores = memoryStores();
  for (const kind of Object.keys(KINDS) as Kind[])
    Object.assign(stores, { [KINDS[kind].store]: watched(kind, stores, notes) });
  for (const row of rows) await seed(stores, row, notes.damaged);
  notes.declared.clear();
  const reads = readsOf(stores, notes.known);
  return {
    stores,
    reads,
    serverReads: { servers: reads.servers, uses: (workspaceId) => stores.connections.list(workspaceId) },
    declared: notes.declared,
    rows: () => rowsIn(stores, notes.known),
  };
}

type AnyRecords = Records<object, Attributes>;

interface Newest {
  newest(owner?: string, provider?: string): Promise<Attributes | undefined>;
}

interface Counters {
  take(key: object, bound: never): Promise<boolean>;
}

interface Notes {
  declared: Set<string>;
  known: Map<string, { kind: Kind; key: object }>;
  damaged: Set<string>;
}

function watched(kind: Kind, stores: MemoryStores, { declared, known, damaged }: Notes) {
  const store = stores[KINDS[kind].store] as unknown as AnyRecords;
  const nameOf = (key: object) => `${kind} ${keyOf(key)}`;
  return {
    ...store,
    async newest(owner?: string, provider?: string) {
      const newest = await (store as AnyRecords & Newest).newest(owner, provider);
      const key = { ...(owner && { owner, provider }), version: newest?.version };
      if (damaged.has(nameOf(key))) throw new DamagedItem('edited');
      return newest;
    },
    async read(key: object) {
      if (damaged.has(nameOf(key))) throw new DamagedItem('edited');
      return store.read(key);
    },
    async add(key: object, addition: never) {
      known.set(nameOf(key), { kind, key });
      return store.add(key, addition);
    },
    async change(key: object, change: { set: Attributes } & object) {
      known.set(nameOf(key), { kind, key });
      const done = await store.change(key, change as never);
      const death = done && deathIn(kind, change.set);
      if (death) declared.add(`${nameOf(key)}: ${death}`);
      return done;
    },
    async take(key: object, bound: never) {
      known.set(nameOf(key), { kind, key });
      return (store as AnyRecords & Counters).take(key, bound);
    },
    async delete(key: object, expect: never) {
      const done = await store.delete(key, expect);
      if (done && kind !== 'appHealth' && kind !== 'grantMark') declared.add(`${nameOf(key)}: deleted`);
      return done;
    },
  };
}

/** The end that a write declares. */
function deathIn(kind: Kind, set: Attributes): string | undefined {
  const isEnd = ['reauthorization_required', 'disconnecting', 'disconnected'].includes(set.status as string);
  if (isEnd) return String(set.status);
  // A consent that connected ends its session as well.
  if (kind === 'consentSession' && set.failure) return `ended by ${String(set.failure)}`;
  if (kind === 'connection' && 'sealedAccess' in set && !set.sealedAccess) return 'tokens deleted';
  if (kind === 'oauthApp' && set.deletingAt !== undefined) return 'deletion began';
  return undefined;
}

async function seed(stores: MemoryStores, row: Row, damaged: Set<string>): Promise<void> {
  const record = readOnce(row);
  const store = stores[KINDS[row.kind].store] as unknown as AnyRecords;
  if (!record) damaged.add(`${row.kind} ${keyOf(row.key)}`);
  await store.change(row.key, put(record ?? row.record) as never);
}

/** Most rows of most worlds are the same. */
const READ = new WeakMap<Row, { record: Attributes | undefined }>();

function readOnce(row: Row): Attributes | undefined {
  const read = READ.get(row) ?? { record: asRead(row) };
  READ.set(row, read);
  return read.record;
}

async function rowsIn(stores: MemoryStores, known: Notes['known']): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { kind, key } of known.values()) {
    const record = await (stores[KINDS[kind].store] as unknown as AnyRecords).read(key);
    if (record) rows.push({ kind, key, record });
  }
  return rows;
}

const ownerIn = (key: object) => (key as { owner?: string }).owner;

function readsOf(stores: MemoryStores, known: Notes['known']): PublicReads {
  const all = async (kind: Kind) =>
    rowsIn(stores, new Map([...known].filter(([, row]) => row.kind === kind)));
  /** Newest first. As the adapter does, it leaves out what does not decode. */
  const appsOf = async (owner: string): Promise<PublicOAuthApp[]> => {
    const ours = [...known].filter(([, { kind, key }]) => kind === 'oauthApp' && ownerIn(key) === owner);
    const apps = await Promise.all(ours.map((each) => rowsIn(stores, new Map([each])).catch(() => [])));
    return apps
      .flat()
      .map(({ record }) => record as never as PublicOAuthApp)
      .toSorted((one, other) => other.version - one.version);
  };
  return {
    connections: (workspaceId) => stores.connections.list(workspaceId),
    connection: (key) => stores.connections.read(key),
    personEndedAt: async (workspaceId) => (await stores.workspaceMarks.read({ workspaceId }))?.endedAt,
    oauthApps: async (owner, provider) => (await appsOf(owner)).filter((app) => app.provider === provider),
    oauthAppsOf: async (owner) => [
      ...new Map((await appsOf(owner)).toReversed().map((app) => [app.provider, app])).values(),
    ],
    appPolicy: (workspaceId) => stores.appPolicies.read({ workspaceId }),
    servers: async (workspaceId) =>
      (await all('server'))
        .filter(({ key }) => (key as ServerKey).workspaceId === workspaceId)
        .map(({ key, record }) => ({ key: key as ServerKey, record: record as never as PublicServer })),
    seenTools: (key) => stores.seenTools.read(key),
    people: async (workspaceId) =>
      (await all('person'))
        .map(({ key, record }) => ({ key: key as PersonKey, record: record as never as KnownPerson }))
        .filter(({ key }) => key.workspaceId === workspaceId),
    activity: async (workspaceId) => ({
      items: (await all('activity'))
        .filter(({ key }) => (key as { workspaceId: string }).workspaceId === workspaceId)
        .map(({ key, record }) => ({ ...record, id: (key as { id: string }).id }) as never),
    }),
  };
}
