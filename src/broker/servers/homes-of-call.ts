/**
 * Which connection a call uses: that of the workspace, or that of the person who calls (T220, T221). The person is the one of the
 * verified token alone, whatever else the request says.
 */
import { isOfProvider } from '../connection/is-own-row.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey, Keyed } from '../stores.ts';
import { hasServersOfPeople, type ServerOfWorkspace } from './find-server.ts';

/** In which workspace somebody asks, and which one is their own. */
export interface AskedIn {
  workspaceId: string;
  /** Absent: nobody knows who asks. Undefined: the stage has none for them. A function, because few calls want the hash. */
  ownWorkspaceId?: () => string | undefined;
}

/** Where a connection may be, and whose it is. */
export interface Home {
  key: ConnectionKey;
  provider: string;
  /** Absent where the server has the workspace's connections alone, and in a personal workspace. */
  connectionOf?: 'person' | 'workspace';
}

/** One place, or the person's own and that of the workspace. */
export type Homes = readonly [Home, Home?];

/**
 * The places, in the order in which they count: the first that has a connection, in whatever state, is the one. `asked`: the account
 * that the request names. Undefined: the connection is a person's, and the stage has no personal workspace for this caller. Pure.
 */
export function homesOf(
  { connectionOf, connectionId, registration }: ServerOfWorkspace,
  { workspaceId, ownWorkspaceId }: AskedIn,
  asked?: string,
): Homes | undefined {
  const { provider } = registration;
  const shared = { workspaceId, connectionId: asked ?? connectionId };
  if (!connectionOf) return [{ key: shared, provider }];
  const ownId = ownWorkspaceId?.();
  if (workspaceId === ownId) return [{ key: shared, provider }];
  if (ownId === undefined) return undefined;
  // An admin’s choice of the account is for the workspace’s connections.
  const own = { workspaceId: ownId, connectionId: asked ?? provider };
  const ofPerson: Home = { key: own, provider, connectionOf: 'person' };
  return connectionOf === 'person'
    ? [ofPerson]
    : [ofPerson, { key: shared, provider, connectionOf: 'workspace' }];
}

/** The workspaces whose connections calls of any server may use: the one that asks and, where servers use it, the person's own. */
export function homesRead(
  { servers }: Pick<Ports, 'servers'>,
  { workspaceId, ownWorkspaceId }: AskedIn,
): string[] {
  const own = hasServersOfPeople(servers) ? ownWorkspaceId?.() : undefined;
  return own === undefined || own === workspaceId ? [workspaceId] : [workspaceId, own];
}

/** Where the connections of a call are read. */
export interface HomeReads<T> {
  read(key: ConnectionKey): Promise<T | undefined>;
  /** The ids of all connections of a workspace. Asked before a call may use the workspace's connection for a person. */
  idsIn(workspaceId: string): Promise<readonly string[]>;
}

/**
 * The first place that has a connection, with the connection; without any, the first place. A connection that is dead, failing, lacks
 * scopes or was disconnected is one, and so is a further account of the person's: behind it nobody acts as the team without having
 * chosen that (T220).
 */
export async function inhabited<T>(
  [first, second]: Homes,
  { read, idsIn }: HomeReads<T>,
): Promise<Home & { record: T | undefined }> {
  const record = await read(first.key);
  if (record !== undefined || !second || (await hasAccount(first, idsIn))) return { ...first, record };
  const shared = await read(second.key);
  return shared === undefined ? { ...first, record } : { ...second, record: shared };
}

/** Of the rows themselves. Only the ids of a person's connections are taken from a query. */
export function homeReads({
  connections,
  serverReads,
}: Pick<Ports, 'connections' | 'serverReads'>): HomeReads<Connection> {
  return {
    read: (key) => connections.read(key),
    idsIn: async (workspaceId) => (await serverReads.uses(workspaceId)).map(({ key }) => key.connectionId),
  };
}

/** Of rows that were read already. */
export function readsAmong<T>(rows: readonly Keyed<ConnectionKey, T>[]): HomeReads<T> {
  const nameOf = ({ workspaceId, connectionId }: ConnectionKey) => `${workspaceId}/${connectionId}`;
  const byName = new Map(rows.map(({ key, record }) => [nameOf(key), record]));
  return {
    read: async (key) => byName.get(nameOf(key)),
    idsIn: async (workspaceId) =>
      rows.flatMap(({ key }) => (key.workspaceId === workspaceId ? [key.connectionId] : [])),
  };
}

async function hasAccount({ key, provider }: Home, idsIn: HomeReads<unknown>['idsIn']): Promise<boolean> {
  return (await idsIn(key.workspaceId)).some((id) => isOfProvider(id, provider));
}
