/** The stores of a whole environment in memory. */

import { dueShardOf } from '../../src/broker/connection/due-shard.ts';
import type {
  ActCount,
  ClientHolder,
  Connection,
  DataKeyRecord,
  GrantMark,
  KnownPerson,
  OAuthApp,
  SeenTools,
} from '../../src/broker/records.ts';
import type {
  ActCounters,
  ActivityStore,
  ActKey,
  AppHealthStore,
  AppKey,
  AppPolicyStore,
  CallReads,
  ClientHolderKey,
  ClientHolderStore,
  ConnectionKey,
  ConnectionStore,
  ConsentSessionStore,
  DataKeyStore,
  DueItem,
  DuePage,
  DuePosition,
  GrantMarkKey,
  GrantMarkStore,
  OAuthAppStore,
  PeopleStore,
  PersonKey,
  PlacesStore,
  Records,
  SeenToolsStore,
  ServerKey,
  ServerStore,
  StepUpStore,
  ToolCallStore,
  WorkspaceMarks,
} from '../../src/broker/stores.ts';
import { memoryCallReads } from './memory-call-reads.ts';
import { type Items, keyOf, memoryPlaces, memoryRecords } from './memory-records.ts';

/** The broker counts and reads nothing; tests look at the counts, and set them. */
export type MemoryActs = ActCounters & Records<ActKey, ActCount>;

export interface MemoryStores {
  connections: ConnectionStore;
  sessions: ConsentSessionStore;
  apps: OAuthAppStore;
  appPolicies: AppPolicyStore;
  appHealth: AppHealthStore;
  places: PlacesStore;
  activity: ActivityStore;
  acts: MemoryActs;
  toolCalls: ToolCallStore;
  callReads: CallReads;
  serverRecords: ServerStore;
  workspaceMarks: WorkspaceMarks;
  dataKeys: DataKeyStore;
  grantMarks: GrantMarkStore;
  clientHolders: ClientHolderStore;
  stepUps: StepUpStore;
  seenTools: SeenToolsStore;
  people: PeopleStore;
}

export function memoryStores(): MemoryStores {
  const calls: Items = new Map();
  return {
    connections: memoryConnections(new Map()),
    sessions: memoryRecords(new Map()),
    apps: memoryApps(new Map()),
    appPolicies: memoryRecords(new Map()),
    appHealth: memoryRecords(new Map()),
    places: memoryPlaces(),
    activity: memoryRecords(new Map()),
    acts: memoryActs(new Map()),
    toolCalls: memoryRecords(calls),
    callReads: memoryCallReads(calls),
    serverRecords: memoryRecords(new Map()),
    workspaceMarks: memoryRecords(new Map()),
    dataKeys: memoryDataKeys(new Map()),
    grantMarks: memoryGrantMarks(new Map()),
    clientHolders: memoryClientHolders(new Map()),
    stepUps: memoryRecords(new Map()),
    seenTools: memorySeenTools(new Map()),
    people: memoryPeople(new Map()),
  };
}

function memoryConnections(items: Items): ConnectionStore {
  const keys = new Map<string, ConnectionKey>();
  /** Parsed once, since a long run looks through all of them at every tick. */
  const keyIn = (name: string): ConnectionKey => {
    const key = keys.get(name) ?? (Object.fromEntries(JSON.parse(name)) as unknown as ConnectionKey);
    keys.set(name, key);
    return key;
  };
  const where = (test: (record: Connection) => boolean) =>
    [...items].filter(([, item]) => test(item as unknown as Connection));
  return {
    ...memoryRecords<ConnectionKey, Connection>(items),
    list: async (workspaceId) =>
      structuredClone(
        [...items]
          .map(([name, item]) => ({ key: keyIn(name), record: item as unknown as Connection }))
          .filter(({ key }) => key.workspaceId === workspaceId),
      ),
    due: async (shard, page) => {
      const name = dueShardOf(shard);
      const due = where(({ dueShard, dueAt = Infinity }) => dueShard === name && dueAt <= page.before);
      return pageOf(
        due.map(([key, item]) => dueItem(keyIn(key), item as unknown as Connection)),
        page,
      );
    },
    sharingAccount: async (accountKey) =>
      where((record) => record.accountKey === accountKey).map(([name]) => keyIn(name)),
  };
}

function dueItem(key: ConnectionKey, { dueAt = 0, appKey = '', status }: Connection): DueItem {
  return { key, dueAt, appKey, status };
}

function pageOf(due: DueItem[], { limit, after }: { limit: number; after?: DuePosition }): DuePage {
  const isAfter = ({ key, dueAt }: DueItem) =>
    !after || dueAt > after.dueAt || (dueAt === after.dueAt && keyOf(key) > keyOf(after.key));
  const sorted = due
    .sort((a, b) => a.dueAt - b.dueAt || (keyOf(a.key) < keyOf(b.key) ? -1 : 1))
    .filter(isAfter);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return sorted.length > limit && last ? { items, next: last } : { items };
}

function memoryClientHolders(items: Items): ClientHolderStore {
  return {
    ...memoryRecords<ClientHolderKey, ClientHolder>(items),
    of: async (clientKey) =>
      [...items].flatMap(([name, item]) => {
        const key = Object.fromEntries(JSON.parse(name)) as ClientHolderKey;
        const { at } = item as unknown as ClientHolder;
        return key.clientKey === clientKey ? [{ owner: key.owner, at }] : [];
      }),
  };
}

function memorySeenTools(items: Items): SeenToolsStore {
  return {
    ...memoryRecords<ServerKey, SeenTools>(items),
    of: async (workspaceId) =>
      [...items.keys()]
        .map((name) => ({ key: Object.fromEntries(JSON.parse(name)) as ServerKey }))
        .filter(({ key }) => key.workspaceId === workspaceId),
  };
}

function memoryPeople(items: Items): PeopleStore {
  return {
    ...memoryRecords<PersonKey, KnownPerson>(items),
    of: async (workspaceId) =>
      [...items.keys()]
        .map((name) => ({ key: Object.fromEntries(JSON.parse(name)) as PersonKey }))
        .filter(({ key }) => key.workspaceId === workspaceId),
  };
}

function memoryApps(items: Items): OAuthAppStore {
  const records = memoryRecords<Parameters<OAuthAppStore['read']>[0], OAuthApp>(items);
  return {
    ...records,
    // Superseded versions of a remote server's client are deleted, so the numbers have gaps.
    async newest(owner, provider) {
      const all = [...items.keys()].map((name) => Object.fromEntries(JSON.parse(name)) as unknown as AppKey);
      const own = all.filter((key) => key.owner === owner && key.provider === provider);
      const newest = own.sort((one, other) => other.version - one.version)[0];
      return newest && records.read(newest);
    },
  };
}

function memoryGrantMarks(items: Items): GrantMarkStore {
  const madeAt = ({ id }: GrantMarkKey) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  return {
    ...memoryRecords<GrantMarkKey, GrantMark>(items),
    since: async ({ clientKey, kind }, time) =>
      structuredClone(
        [...items]
          .map(([name, { writeId: _, ...record }]) => ({
            key: Object.fromEntries(JSON.parse(name)) as unknown as GrantMarkKey,
            record: record as unknown as GrantMark,
          }))
          .filter(({ key }) => key.clientKey === clientKey && key.kind === kind && madeAt(key) >= time)
          .sort((a, b) => (a.key.id < b.key.id ? -1 : 1)),
      ),
  };
}

function memoryDataKeys(items: Items): DataKeyStore {
  return {
    ...memoryRecords<{ version: number }, DataKeyRecord>(items),
    newest: async () => {
      const records = [...items.values()] as unknown as DataKeyRecord[];
      return structuredClone(records.sort((a, b) => b.version - a.version)[0]);
    },
  };
}

function memoryActs(items: Items): MemoryActs {
  return {
    ...memoryRecords<ActKey, ActCount>(items),
    take: async (key, { limit }) => {
      const item = items.get(keyOf(key)) ?? {};
      const { taken = 0 } = item;
      // As in DynamoDB, a text is not less than a number.
      if (typeof taken !== 'number' || taken >= limit) return false;
      items.set(keyOf(key), { ...item, taken: taken + 1 });
      return true;
    },
  };
}
