/**
 * Which connection a call uses: that of the workspace, or that of the person who calls (T220, T221). The person is the one of the
 * verified token alone, whatever else the request says.
 */
import type { ServerOfWorkspace } from '../servers/find-server.ts';
import type { ConnectionKey } from '../stores.ts';
import type { Entered } from './runtime-caller.ts';

/** Where a connection may be, and whose it is. */
export interface Home {
  key: ConnectionKey;
  /** Absent where the server has the workspace's connections alone, and in a personal workspace. */
  connectionOf?: 'person' | 'workspace';
}

/**
 * The places, in the order in which they count: the first that has a connection, in whatever state, is the one. `asked`: the account
 * that the request names. Undefined: the connection is a person's, and the stage has no personal workspace for this caller. Pure.
 */
export function homesOf(
  { connectionOf, connectionId, registration }: ServerOfWorkspace,
  { workspaceId, ownWorkspaceId }: Entered,
  asked?: string,
): [Home, ...Home[]] | undefined {
  const shared = { workspaceId, connectionId: asked ?? connectionId };
  if (!connectionOf || workspaceId === ownWorkspaceId) return [{ key: shared }];
  if (ownWorkspaceId === undefined) return undefined;
  // An admin’s choice of the account is for the workspace’s connections.
  const own = { workspaceId: ownWorkspaceId, connectionId: asked ?? registration.provider };
  const ofPerson: Home = { key: own, connectionOf: 'person' };
  return connectionOf === 'person' ? [ofPerson] : [ofPerson, { key: shared, connectionOf: 'workspace' }];
}

/**
 * The first place that has a connection, with the connection; without any, the first place. A connection that is dead, failing, lacks
 * scopes or was disconnected is one: behind it nobody acts as the team without having chosen that.
 */
export async function inhabited<T>(
  homes: readonly [Home, ...Home[]],
  read: (key: ConnectionKey) => Promise<T | undefined>,
): Promise<Home & { record: T | undefined }> {
  for (const home of homes) {
    const record = await read(home.key);
    if (record !== undefined) return { ...home, record };
  }
  return { ...homes[0], record: undefined };
}
