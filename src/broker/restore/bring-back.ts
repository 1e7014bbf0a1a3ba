/**
 * Brings back what the live table lost, from a table that was restored to an earlier time (T168). A row of the live
 * table is never replaced, so nothing that was disconnected, rotated or connected again since then is undone.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { AppPolicy, DataKeyRecord, OAuthApp, ServerRecord } from '../records.ts';
import type { Addition, AppKey, Records, RestoringStore } from '../stores.ts';
import { type PatiencePorts, patiently } from '../sweep/patiently.ts';
import { type Cursors, readStanding, runSweep } from '../sweep/run-sweep.ts';
import type { SegmentPosition } from '../sweep/segment-cursor.ts';
import { type BringBackConnectionPorts, bringBackConnection } from './bring-back-connection.ts';
import { type ActivityReads, type LaterActivity, readLaterActivity } from './later-activity.ts';
import type { AddStore, Outcome, RestoredPage, RestoredRow, ServerKey } from './restored-rows.ts';

/** The live table, where rows are added, and the restored table, which is read. */
export interface BringBackPorts extends BringBackConnectionPorts, PatiencePorts {
  clock: PatiencePorts['clock'];
  live: BringBackConnectionPorts['live'] & {
    apps: AddStore<AppKey, OAuthApp>;
    servers: AddStore<ServerKey, ServerRecord>;
    appPolicies: AddStore<{ workspaceId: string }, AppPolicy>;
    dataKeys: AddStore<{ version: number }, DataKeyRecord> &
      Pick<Records<{ version: number }, DataKeyRecord>, 'read'>;
    restoring: Pick<RestoringStore, 'change'>;
    reads: ActivityReads;
  };
  restored: {
    page(at: SegmentPosition): Promise<RestoredPage>;
    workspaceMarks: Pick<BringBackConnectionPorts['live']['workspaceMarks'], 'has'>;
    reads: ActivityReads;
  };
}

/** How many rows had each outcome, and how many did not decode. */
export type BringBackReport = Record<Outcome | 'damaged', number>;

/** All outcomes at zero. */
export const NOTHING_BROUGHT_BACK: BringBackReport = {
  known: 0,
  deleted: 0,
  back: 0,
  verify: 0,
  connect_again: 0,
  revoke: 0,
  conflict: 0,
  damaged: 0,
};

/**
 * Brings back all rows from where the cursors stand, and reports. It can be repeated at any time: a row that came back is
 * then `known`.
 */
export async function bringBack(
  ports: BringBackPorts,
  cursors: Cursors<BringBackReport>,
): Promise<BringBackReport> {
  const segments = LIMITS.sweepSegments;
  const end = await beginRestoring(ports);
  const workspaces = restoredWorkspaces(ports);
  const standing = await readStanding({ segments, cursors });
  const { counts } = await runSweep(
    ports,
    {
      ...{ segments, nothing: NOTHING_BROUGHT_BACK, cursors },
      page: ports.restored.page,
      settle: (page) => settlePage(ports, workspaces, page),
    },
    { standing, until: Number.POSITIVE_INFINITY },
  );
  await end();
  return counts;
}

/**
 * Marks that rows come back, so that no data key goes meanwhile, and no rotation goes on from a cursor behind which such a row
 * may stand. A run that breaks off leaves the mark. A run that another one has overtaken leaves the end to that one.
 */
async function beginRestoring({ live, random }: BringBackPorts): Promise<() => Promise<unknown>> {
  const [id, endId] = [newId({ random }), newId({ random })];
  await live.restoring.change({}, { expect: {}, set: { id, state: 'running' }, writeId: id });
  const ended = { id: endId, state: 'ended' } as const;
  return () => live.restoring.change({}, { expect: { id: { is: id } }, set: ended, writeId: endId });
}

async function settlePage(
  ports: BringBackPorts,
  workspaces: RestoredWorkspaces,
  { rows, damaged }: RestoredPage,
): Promise<BringBackReport> {
  const report = { ...NOTHING_BROUGHT_BACK, damaged };
  const settled = (row: RestoredRow) =>
    patiently(ports, Number.POSITIVE_INFINITY, () => settle(ports, workspaces, row));
  for (let at = 0; at < rows.length; at += LIMITS.restoreConcurrency)
    for (const outcome of await Promise.all(rows.slice(at, at + LIMITS.restoreConcurrency).map(settled)))
      report[outcome]++;
  return report;
}

interface RestoredWorkspaces {
  /** The workspace's activity after the time of the restored table. */
  laterActivity(workspaceId: string): Promise<LaterActivity>;
  /** Whether the workspace is being deleted, by a mark in either table or by its activity. */
  isDeleted(workspaceId: string): Promise<boolean>;
}

/** Reads each workspace's activity and its mark once, before any of its rows comes back, in whatever order they come. */
function restoredWorkspaces(ports: BringBackPorts): RestoredWorkspaces {
  const { live, restored } = ports;
  const read = async (workspaceId: string) => {
    const activity = await readLaterActivity({ live: live.reads, restored: restored.reads }, workspaceId);
    const { workspaceDeletedAt: deletedAt } = activity;
    // The workspace needs its deletion mark again, so that nothing new begins there.
    if (deletedAt !== undefined)
      await addLost(ports, live.workspaceMarks, { key: { workspaceId }, record: { deletedAt } });
    return activity;
  };
  const laterActivity = onceEach(read);
  const isMarked = onceEach((workspaceId) => restored.workspaceMarks.has({ workspaceId }));
  return {
    laterActivity,
    isDeleted: async (workspaceId) =>
      (await isMarked(workspaceId)) ||
      (await laterActivity(workspaceId)).workspaceDeletedAt !== undefined ||
      live.workspaceMarks.has({ workspaceId }),
  };
}

/** Asks once for each workspace. A question that failed is asked again. */
function onceEach<Answer>(ask: (workspaceId: string) => Promise<Answer>) {
  const known = new Map<string, Promise<Answer>>();
  return (workspaceId: string): Promise<Answer> => {
    const found = known.get(workspaceId) ?? ask(workspaceId);
    known.set(workspaceId, found);
    found.catch(() => known.delete(workspaceId));
    return found;
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
