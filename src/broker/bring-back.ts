/**
 * Brings back what the live table lost, out of a table that was restored to an earlier time (T168). The live table wins
 * wherever it knows a row, so nothing that was disconnected, rotated or connected anew since returns from the past.
 */
import { VERIFIED } from '../contract/identifiers.ts';
import { dueShard } from './due-shard.ts';
import { newId } from './new-id.ts';
import type { Clock, Random } from './ports.ts';
import type { Connection, DataKeyRecord, OAuthApp, ServerRecord } from './records.ts';
import { type ActivityReads, activitySince, fateOf, type Since } from './since-restored.ts';
import type { Addition, AppKey, ConnectionKey, ItemPosition, Records, WorkspaceMarks } from './stores.ts';
import { isUsable } from './usable.ts';

type ServerKey = { workspaceId: string; serverId: string };
type Adding<Key, R> = Pick<Records<Key, R>, 'read' | 'add'>;

/** A row of a kind that can come back. */
export type RestoredRow =
  | { type: 'workspaceMark'; key: { workspaceId: string }; record: { deletedAt: number } }
  | { type: 'connection'; key: ConnectionKey; record: Connection }
  | { type: 'oauthApp'; key: AppKey; record: OAuthApp }
  | { type: 'server'; key: ServerKey; record: ServerRecord }
  | { type: 'dataKey'; key: { version: number }; record: DataKeyRecord };

export interface RestoredPage {
  rows: RestoredRow[];
  /** Rows of such kinds that do not decode. */
  damaged: number;
  /** Absent after the last page. */
  next?: ItemPosition;
}

export interface BringBackNeeds {
  live: {
    workspaceMarks: Pick<WorkspaceMarks, 'read' | 'add'>;
    connections: Adding<ConnectionKey, Connection>;
    apps: Adding<AppKey, OAuthApp>;
    servers: Adding<ServerKey, ServerRecord>;
    dataKeys: Adding<{ version: number }, DataKeyRecord>;
    reads: ActivityReads;
  };
  restored: {
    /** A workspace's mark comes on no later page than its connections. */
    page(after?: ItemPosition): Promise<RestoredPage>;
    reads: ActivityReads;
  };
  clock: Pick<Clock, 'now'>;
  random: Random;
}

/**
 * - `known`: the live table has it, and it was left alone. - `deleted`: somebody deleted it since, or nobody knows whether.
 * - `back`: as it was. - `verify`: refreshed before it is used. - `connect_again`: its tokens are of the past.
 */
export type Fate = 'known' | 'deleted' | 'back' | 'verify' | 'connect_again';
export type BringBackReport = Record<Fate | 'damaged', number>;

const AT_ONCE = 32;

/** Can be run again at any time: what came back is known then. */
export async function bringBack(needs: BringBackNeeds): Promise<BringBackReport> {
  const report = { known: 0, deleted: 0, back: 0, verify: 0, connect_again: 0, damaged: 0 };
  const since = remembered(needs);
  let after: ItemPosition | undefined;
  do {
    const page = await needs.restored.page(after);
    report.damaged += page.damaged;
    const isMark = ({ type }: RestoredRow) => type === 'workspaceMark';
    const inOrder = [...page.rows.filter(isMark), ...page.rows.filter((row) => !isMark(row))];
    for (let at = 0; at < inOrder.length; at += AT_ONCE) {
      const some = inOrder.slice(at, at + AT_ONCE);
      for (const fate of await Promise.all(some.map((row) => settle(needs, since, row)))) report[fate]++;
    }
    after = page.next;
  } while (after);
  return report;
}

type Remembered = (workspaceId: string) => Promise<Since>;

/** Of each workspace once, and before anything of it comes back. */
function remembered({ live, restored }: BringBackNeeds): Remembered {
  const known = new Map<string, Promise<Since>>();
  return (workspaceId) => {
    const found = known.get(workspaceId);
    if (found) return found;
    const since = activitySince({ live: live.reads, restored: restored.reads }, workspaceId);
    known.set(workspaceId, since);
    return since;
  };
}

async function settle(
  { live, ...needs }: BringBackNeeds,
  since: Remembered,
  row: RestoredRow,
): Promise<Fate> {
  const add = <Key, R>(store: Adding<Key, R>, key: Key, record: R) =>
    addLost(needs, store, { key, record, fate: 'back' });
  switch (row.type) {
    case 'workspaceMark':
      return add(live.workspaceMarks, row.key, row.record);
    case 'dataKey':
      return add(live.dataKeys, row.key, row.record);
    case 'oauthApp':
      return (await isAppDeleted(since, row.key)) ? 'deleted' : add(live.apps, row.key, row.record);
    case 'server':
      return (await isServerInDoubt(since, row.key)) ? 'deleted' : add(live.servers, row.key, row.record);
    case 'connection':
      return settleConnection({ live, ...needs }, since, row);
  }
}

async function addLost<Key, R>(
  { random }: Pick<BringBackNeeds, 'random'>,
  store: Adding<Key, R>,
  { key, record, fate }: { key: Key; record: Addition<R>['record']; fate: Fate },
): Promise<Fate> {
  if (await store.read(key)) return 'known';
  return (await store.add(key, { record, writeId: newId({ random }) })) ? fate : 'known';
}

/** An app of a workspace whose activity is lost comes back: its connections need it, and it sends nothing anywhere. */
async function isAppDeleted(since: Remembered, { owner, provider }: AppKey): Promise<boolean> {
  if (owner === VERIFIED) return false;
  const { entries } = await since(owner);
  return entries.some((entry) => entry.type === 'oauth_app_deleted' && entry.provider === provider);
}

/** Tokens are sent to a server, and the activity does not tell which one was deleted. It is soon registered again. */
async function isServerInDoubt(since: Remembered, { workspaceId }: ServerKey): Promise<boolean> {
  const { entries, isWhole } = await since(workspaceId);
  return (
    !isWhole || entries.some(({ type }) => type === 'mcp_server_deleted' || type === 'workspace_deleted')
  );
}

async function settleConnection(
  needs: BringBackNeeds,
  since: Remembered,
  { key, record }: { key: ConnectionKey; record: Connection },
): Promise<Fate> {
  const { live } = needs;
  // A tombstone, a pending revocation, a dead grant: nothing of these is ever used.
  if (!isUsable(record)) return addLost(needs, live.connections, { key, record, fate: 'back' });
  const known = await since(key.workspaceId);
  const isWorkspaceGone = (await live.workspaceMarks.read(key)) !== undefined;
  const fate = isWorkspaceGone ? 'deleted' : fateOf(known, key.connectionId);
  if (fate === 'deleted') return (await live.connections.read(key)) ? 'known' : 'deleted';
  if (fate === 'replaced' || !known.isWhole)
    return addLost(needs, live.connections, { key, record: dead(record), fate: 'connect_again' });
  if (!record.sealedRefresh) return addLost(needs, live.connections, { key, record, fate: 'back' });
  return addLost(needs, live.connections, { key, record: unverified(needs, key, record), fate: 'verify' });
}

const NO_ATTEMPT = {
  leaseId: undefined,
  leaseUntil: undefined,
  attemptId: undefined,
  attemptAt: undefined,
  nextAttemptAt: undefined,
  failures: undefined,
};

/** Its tokens stay for the disconnect that revokes them. */
function dead(record: Connection): Addition<Connection>['record'] {
  const status = { status: 'reauthorization_required', reason: 'restored' } as const;
  return { ...record, ...NO_ATTEMPT, ...status, dueShard: undefined, dueAt: undefined };
}

/**
 * As after an answer that was lost: the refresh token may be spent. Its access token counts as expired, so that no call
 * gets it before the provider took the other one.
 */
function unverified(
  { clock, random }: BringBackNeeds,
  key: ConnectionKey,
  record: Connection,
): Addition<Connection>['record'] {
  const now = clock.now();
  const attempt = { attemptId: newId({ random }), attemptAt: now };
  const due = { dueShard: dueShard(key), dueAt: now };
  return { ...record, ...NO_ATTEMPT, ...attempt, ...due, accessExpiresAt: now };
}
