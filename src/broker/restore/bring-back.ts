/**
 * Brings back what the live table lost, from a table that was restored to an earlier time (T168). A row of the live
 * table is never replaced, so nothing that was disconnected, rotated or connected again since then is undone.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { AppPolicy, DataKeyRecord, OAuthApp, ServerRecord } from '../records.ts';
import type { Addition, AppKey, ItemPosition, Records } from '../stores.ts';
import { type BringBackConnectionPorts, bringBackConnection } from './bring-back-connection.ts';
import { type ActivityReads, type LaterActivity, readLaterActivity } from './later-activity.ts';
import type { AddStore, Outcome, RestoredPage, RestoredRow, ServerKey } from './restored-rows.ts';

/** The live table, where rows are added, and the restored table, which is read. */
export interface BringBackPorts extends BringBackConnectionPorts {
  live: BringBackConnectionPorts['live'] & {
    apps: AddStore<AppKey, OAuthApp>;
    servers: AddStore<ServerKey, ServerRecord>;
    appPolicies: AddStore<{ workspaceId: string }, AppPolicy>;
    dataKeys: AddStore<{ version: number }, DataKeyRecord> &
      Pick<Records<{ version: number }, DataKeyRecord>, 'read'>;
    reads: ActivityReads;
  };
  restored: {
    /** The mark of a workspace is on the same page as its connections or on an earlier one. */
    page(after?: ItemPosition): Promise<RestoredPage>;
    reads: ActivityReads;
  };
}

/** How many rows had each outcome, and how many did not decode. */
export type BringBackReport = Record<Outcome | 'damaged', number>;

/** Brings back all rows and reports. It can be repeated at any time: a row that came back is then `known`. */
export async function bringBack(ports: BringBackPorts): Promise<BringBackReport> {
  const report = {
    known: 0,
    deleted: 0,
    back: 0,
    verify: 0,
    connect_again: 0,
    revoke: 0,
    conflict: 0,
    damaged: 0,
  };
  const workspaces = restoredWorkspaces(ports);
  const endingApps: RestoredRow[] = [];
  const settleAll = async (rows: RestoredRow[]) => {
    for (const outcome of await Promise.all(rows.map((row) => settle(ports, workspaces, row))))
      report[outcome]++;
  };
  let after: ItemPosition | undefined;
  do {
    const page = await ports.restored.page(after);
    report.damaged += page.damaged;
    const marks = page.rows.filter(({ type }) => type === 'workspaceMark');
    const others = page.rows.filter(({ type }) => type !== 'workspaceMark');
    const { ending = [], staying = [] } = Object.groupBy(others, (row) =>
      isEnding(row) ? 'ending' : 'staying',
    );
    endingApps.push(...ending);
    // Marks are settled before connections of the same workspace.
    for (const rows of [marks, ...inParts(staying)]) await settleAll(rows);
    after = page.next;
  } while (after);
  for (const rows of inParts(endingApps)) await settleAll(rows);
  return report;
}

/** An app whose deletion began. It is settled last: the mark of its workspace may be on any page. */
function isEnding(row: RestoredRow): boolean {
  return row.type === 'oauthApp' && row.record.deletingAt !== undefined;
}

function inParts(rows: RestoredRow[]): RestoredRow[][] {
  const parts: RestoredRow[][] = [];
  for (let at = 0; at < rows.length; at += LIMITS.restoreConcurrency)
    parts.push(rows.slice(at, at + LIMITS.restoreConcurrency));
  return parts;
}

interface RestoredWorkspaces {
  /** The workspace's activity after the time of the restored table. */
  laterActivity(workspaceId: string): Promise<LaterActivity>;
  /** Whether the workspace is being deleted, by a mark in either table or by its activity. */
  isDeleted(workspaceId: string): Promise<boolean>;
  noteMark(workspaceId: string): void;
}

/** Reads each workspace's activity once, before any of its rows comes back. */
function restoredWorkspaces(ports: BringBackPorts): RestoredWorkspaces {
  const { live, restored } = ports;
  const known = new Map<string, Promise<LaterActivity>>();
  const marked = new Set<string>();
  const read = async (workspaceId: string) => {
    const activity = await readLaterActivity({ live: live.reads, restored: restored.reads }, workspaceId);
    const { workspaceDeletedAt: deletedAt } = activity;
    // The workspace needs its deletion mark again, so that nothing new begins there.
    if (deletedAt !== undefined)
      await addLost(ports, live.workspaceMarks, { key: { workspaceId }, record: { deletedAt } });
    return activity;
  };
  const laterActivity = (workspaceId: string) => {
    const found = known.get(workspaceId) ?? read(workspaceId);
    known.set(workspaceId, found);
    return found;
  };
  return {
    laterActivity,
    isDeleted: async (workspaceId) =>
      marked.has(workspaceId) ||
      (await laterActivity(workspaceId)).workspaceDeletedAt !== undefined ||
      live.workspaceMarks.has({ workspaceId }),
    noteMark: (workspaceId) => void marked.add(workspaceId),
  };
}

async function settle(
  ports: BringBackPorts,
  workspaces: RestoredWorkspaces,
  row: RestoredRow,
): Promise<Outcome> {
  const { live } = ports;
  switch (row.type) {
    case 'workspaceMark':
      workspaces.noteMark(row.key.workspaceId);
      return addLost(ports, live.workspaceMarks, row);
    case 'dataKey':
      return settleDataKey(ports, row);
    case 'oauthApp':
      return (await isAppDeleted(workspaces, row.key)) ? 'deleted' : addLost(ports, live.apps, row);
    case 'server':
      return (await isServerInDoubt(workspaces, row.key)) ? 'deleted' : addLost(ports, live.servers, row);
    case 'appPolicy':
      return (await isWiderThanKnown(workspaces, row)) ? 'deleted' : addLost(ports, live.appPolicies, row);
    case 'connection':
      return bringBackConnection(ports, row, {
        laterActivity: await workspaces.laterActivity(row.key.workspaceId),
        isDeleted: () => workspaces.isDeleted(row.key.workspaceId),
      });
  }
}

async function addLost<Key, R>(
  { random }: Pick<BringBackPorts, 'random'>,
  store: AddStore<Key, R>,
  { key, record }: { key: Key; record: Addition<R>['record'] },
): Promise<'known' | 'back'> {
  if (await store.has(key)) return 'known';
  return (await store.add(key, { record, writeId: newId({ random }) })) ? 'back' : 'known';
}

/**
 * If the live table has another key of this version, a person must choose: that key does not open what the lost one
 * sealed.
 */
async function settleDataKey(
  ports: BringBackPorts,
  row: Extract<RestoredRow, { type: 'dataKey' }>,
): Promise<Outcome> {
  const present = await ports.live.dataKeys.read(row.key);
  if (!present) return addLost(ports, ports.live.dataKeys, row);
  return Buffer.from(present.wrapped).equals(row.record.wrapped) ? 'known' : 'conflict';
}

/**
 * Whether the app was deleted, or is its workspace's that is: the table had a time for its secret to end, and a row that is
 * added has none. Without the activity it comes back: its connections need it, and it sends no token anywhere.
 */
async function isAppDeleted(workspaces: RestoredWorkspaces, { owner, provider }: AppKey): Promise<boolean> {
  if (owner === VERIFIED) return false;
  const { deletedApps } = await workspaces.laterActivity(owner);
  return deletedApps.has(provider) || workspaces.isDeleted(owner);
}

/**
 * Whether a choice of OAuth apps must stay away: it allows verified ones, and an admin may have refused them since. A choice
 * that refuses them always comes back: the worst is that an admin allows them once more.
 */
async function isWiderThanKnown(
  workspaces: RestoredWorkspaces,
  { key, record }: Extract<RestoredRow, { type: 'appPolicy' }>,
): Promise<boolean> {
  if (record.allowed === 'own-only') return false;
  const { isComplete, isAppChoiceInDoubt } = await workspaces.laterActivity(key.workspaceId);
  return !isComplete || isAppChoiceInDoubt;
}

/**
 * Whether a server must stay away. Tokens would be sent to its host, which may have another owner now; a person can
 * register it again.
 */
async function isServerInDoubt(workspaces: RestoredWorkspaces, { workspaceId }: ServerKey): Promise<boolean> {
  const { isComplete, areServersInDoubt } = await workspaces.laterActivity(workspaceId);
  return !isComplete || areServersInDoubt || workspaces.isDeleted(workspaceId);
}
