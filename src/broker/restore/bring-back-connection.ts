/** What comes back of a connection that the live table lost, given what is known of the time since. */

import { dueShard } from '../connection/due-shard.ts';
import { isUsable } from '../connection/usable.ts';
import { inertAttributes } from '../disconnect/end-connection.ts';
import { newId } from '../new-id.ts';
import type { Clock, Random } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { Addition, ConnectionKey, Records } from '../stores.ts';
import type { Adding, Outcome } from './restored-rows.ts';
import type { Since } from './since-restored.ts';

export interface BringBackConnectionPorts {
  live: {
    workspaceMarks: Adding<{ workspaceId: string }, { deletedAt: number }>;
    connections: Adding<ConnectionKey, Connection> & Pick<Records<ConnectionKey, Connection>, 'change'>;
  };
  clock: Pick<Clock, 'now'>;
  random: Random;
}

interface Row {
  key: ConnectionKey;
  record: Connection;
}
interface Known {
  since: Since;
  /** Whether its workspace is being deleted. */
  isGone(): Promise<boolean>;
}

export async function bringBackConnection(
  needs: BringBackConnectionPorts,
  row: Row,
  known: Known,
): Promise<Outcome> {
  const { live, random } = needs;
  if (await live.connections.has(row.key)) return 'known';
  const { outcome, record } = await chosen(needs, row, known);
  if (!record) return outcome;
  const added = await live.connections.add(row.key, { record, writeId: newId({ random }) });
  if (!added) return 'known';
  return (await wasOvertaken(needs, row)) ? 'revoke' : outcome;
}

interface Chosen {
  outcome: Outcome;
  /** Undefined: it stays away. */
  record?: Addition<Connection>['record'];
}

async function chosen(needs: BringBackConnectionPorts, { key, record }: Row, known: Known): Promise<Chosen> {
  const { laterChanges, isWhole } = known.since;
  // A tombstone is never used, and says that nothing else may come in its place.
  if (record.status === 'disconnected') return { outcome: 'back', record };
  const change = laterChanges.get(key.connectionId) ?? ((await known.isGone()) ? GONE : undefined);
  if (change?.kind === 'disconnected') return { outcome: 'deleted' };
  if (change?.kind === 'disconnecting')
    return { outcome: 'revoke', record: inert(needs, { key, record, actor: change.actor }) };
  if (!isUsable(record)) return { outcome: 'back', record };
  if (change?.kind === 'replaced' || !isWhole) return { outcome: 'connect_again', record: dead(record) };
  if (!record.sealedRefresh) return { outcome: 'back', record };
  return { outcome: 'verify', record: unverified(needs, key, record) };
}

const GONE = { kind: 'disconnecting', actor: undefined } as const;

/** Somebody began to delete the workspace while the row was on its way, and did not see it. */
async function wasOvertaken(needs: BringBackConnectionPorts, { key, record }: Row): Promise<boolean> {
  const { live, random } = needs;
  const { workspaceId } = key;
  if (record.status === 'disconnected' || !(await live.workspaceMarks.has({ workspaceId }))) return false;
  const { epoch, generation } = record;
  return live.connections.change(key, {
    expect: { epoch: { is: epoch }, generation: { is: generation } },
    set: inertAttributes(needs, { key, actor: NOBODY_KNOWN }, record),
    writeId: newId({ random }),
  });
}

/** Whoever asked is no longer known. */
const NOBODY_KNOWN = 'unknown';

function inert(
  needs: BringBackConnectionPorts,
  { key, record, actor = NOBODY_KNOWN }: Row & { actor: string | undefined },
): Addition<Connection>['record'] {
  if (record.status === 'disconnecting') return record;
  return { ...record, ...NO_ATTEMPT, ...inertAttributes(needs, { key, actor }, record) };
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
  { clock, random }: BringBackConnectionPorts,
  key: ConnectionKey,
  record: Connection,
): Addition<Connection>['record'] {
  const now = clock.now();
  const attempt = { attemptId: newId({ random }), attemptAt: now };
  const due = { dueShard: dueShard(key), dueAt: now };
  return { ...record, ...NO_ATTEMPT, ...attempt, ...due, accessExpiresAt: now };
}
