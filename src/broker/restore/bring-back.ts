/**
 * Brings back what the live table lost, out of a table that was restored to an earlier time (T168). The live table wins
 * wherever it knows a row, so nothing that was disconnected, rotated or connected anew since returns from the past.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { DataKeyRecord, OAuthApp, ServerRecord } from '../records.ts';
import type { Addition, AppKey, ItemPosition, Records } from '../stores.ts';
import { type BringBackConnectionPorts, bringBackConnection } from './bring-back-connection.ts';
import type { Adding, Outcome, RestoredPage, RestoredRow, ServerKey } from './restored-rows.ts';
import { type ActivityReads, activitySince, type Since } from './since-restored.ts';

export interface BringBackPorts extends BringBackConnectionPorts {
  live: BringBackConnectionPorts['live'] & {
    apps: Adding<AppKey, OAuthApp>;
    servers: Adding<ServerKey, ServerRecord>;
    dataKeys: Adding<{ version: number }, DataKeyRecord> &
      Pick<Records<{ version: number }, DataKeyRecord>, 'read'>;
    reads: ActivityReads;
  };
  restored: {
    /** A workspace's mark comes on no later page than its connections. */
    page(after?: ItemPosition): Promise<RestoredPage>;
    reads: ActivityReads;
  };
}

export type BringBackReport = Record<Outcome | 'damaged', number>;

/** Can be run again at any time: what came back is known then. */
export async function bringBack(needs: BringBackPorts): Promise<BringBackReport> {
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
  const known = ledger(needs);
  let after: ItemPosition | undefined;
  do {
    const page = await needs.restored.page(after);
    report.damaged += page.damaged;
    const marks = page.rows.filter(({ type }) => type === 'workspaceMark');
    // First, and settled before a connection of the same workspace is looked at.
    for (const rows of [marks, ...inParts(page.rows.filter(({ type }) => type !== 'workspaceMark'))])
      for (const outcome of await Promise.all(rows.map((row) => settle(needs, known, row))))
        report[outcome]++;
    after = page.next;
  } while (after);
  return report;
}

function inParts(rows: RestoredRow[]): RestoredRow[][] {
  const parts: RestoredRow[][] = [];
  for (let at = 0; at < rows.length; at += LIMITS.restoreConcurrency)
    parts.push(rows.slice(at, at + LIMITS.restoreConcurrency));
  return parts;
}

interface Ledger {
  since(workspaceId: string): Promise<Since>;
  /** Whether the workspace is being deleted, by a mark here or there, or by its activity. */
  isGone(workspaceId: string): Promise<boolean>;
  noteMark(workspaceId: string): void;
}

/** Each workspace is looked up once, before anything of it comes back. */
function ledger(needs: BringBackPorts): Ledger {
  const { live, restored } = needs;
  const known = new Map<string, Promise<Since>>();
  const marked = new Set<string>();
  const look = async (workspaceId: string) => {
    const since = await activitySince({ live: live.reads, restored: restored.reads }, workspaceId);
    const { workspaceDeletedAt: deletedAt } = since;
    // Nothing new may begin there, whatever became of its mark.
    if (deletedAt !== undefined)
      await addLost(needs, live.workspaceMarks, { key: { workspaceId }, record: { deletedAt } });
    return since;
  };
  const since = (workspaceId: string) => {
    const found = known.get(workspaceId) ?? look(workspaceId);
    known.set(workspaceId, found);
    return found;
  };
  return {
    since,
    isGone: async (workspaceId) =>
      marked.has(workspaceId) ||
      (await since(workspaceId)).workspaceDeletedAt !== undefined ||
      live.workspaceMarks.has({ workspaceId }),
    noteMark: (workspaceId) => void marked.add(workspaceId),
  };
}

async function settle(needs: BringBackPorts, known: Ledger, row: RestoredRow): Promise<Outcome> {
  const { live } = needs;
  switch (row.type) {
    case 'workspaceMark':
      known.noteMark(row.key.workspaceId);
      return addLost(needs, live.workspaceMarks, row);
    case 'dataKey':
      return settleDataKey(needs, row);
    case 'oauthApp':
      return (await isAppDeleted(known, row.key)) ? 'deleted' : addLost(needs, live.apps, row);
    case 'server':
      return (await isServerInDoubt(known, row.key)) ? 'deleted' : addLost(needs, live.servers, row);
    case 'connection':
      return bringBackConnection(needs, row, {
        since: await known.since(row.key.workspaceId),
        isGone: () => known.isGone(row.key.workspaceId),
      });
  }
}

async function addLost<Key, R>(
  { random }: Pick<BringBackPorts, 'random'>,
  store: Adding<Key, R>,
  { key, record }: { key: Key; record: Addition<R>['record'] },
): Promise<'known' | 'back'> {
  if (await store.has(key)) return 'known';
  return (await store.add(key, { record, writeId: newId({ random }) })) ? 'back' : 'known';
}

/** Another key under the same version: what the lost one sealed will not open. Somebody has to choose. */
async function settleDataKey(
  needs: BringBackPorts,
  row: Extract<RestoredRow, { type: 'dataKey' }>,
): Promise<Outcome> {
  const present = await needs.live.dataKeys.read(row.key);
  if (!present) return addLost(needs, needs.live.dataKeys, row);
  return Buffer.from(present.wrapped).equals(row.record.wrapped) ? 'known' : 'conflict';
}

/** An app of a workspace whose activity is lost comes back: its connections need it, and it sends nothing anywhere. */
async function isAppDeleted(known: Ledger, { owner, provider }: AppKey): Promise<boolean> {
  if (owner === VERIFIED) return false;
  const { deletedApps, workspaceDeletedAt } = await known.since(owner);
  return workspaceDeletedAt !== undefined || deletedApps.has(provider);
}

/** Tokens are sent to a server, and its host may have been given up. It is soon registered again. */
async function isServerInDoubt(known: Ledger, { workspaceId }: ServerKey): Promise<boolean> {
  const { isWhole, areServersInDoubt } = await known.since(workspaceId);
  return !isWhole || areServersInDoubt || known.isGone(workspaceId);
}
