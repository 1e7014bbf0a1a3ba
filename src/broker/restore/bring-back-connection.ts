/** Decides how a connection that the live table lost comes back, by the later activity of its workspace. */

import { dueShard } from '../connection/due-shard.ts';
import { isRefreshable } from '../connection/usable.ts';
import { disconnectingAttributes } from '../disconnect/end-connection.ts';
import { newId } from '../new-id.ts';
import type { Clock, Random } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { Addition, ConnectionKey, Records } from '../stores.ts';
import type { LaterActivity } from './later-activity.ts';
import type { AddStore, Outcome } from './restored-rows.ts';

/** The ports that bringing back a connection uses. */
export interface BringBackConnectionPorts {
  live: {
    workspaceMarks: AddStore<{ workspaceId: string }, { deletedAt: number }>;
    connections: AddStore<ConnectionKey, Connection> & Pick<Records<ConnectionKey, Connection>, 'change'>;
  };
  clock: Pick<Clock, 'now'>;
  random: Random;
}

interface ConnectionRow {
  key: ConnectionKey;
  record: Connection;
}

interface RestoredWorkspace {
  laterActivity: LaterActivity;
  /** Whether the workspace is being deleted. */
  isDeleted(): Promise<boolean>;
}

/** Brings back one connection unless the live table has it, and returns the outcome. */
export async function bringBackConnection(
  ports: BringBackConnectionPorts,
  row: ConnectionRow,
  workspace: RestoredWorkspace,
): Promise<Outcome> {
  const { live, random } = ports;
  // An earlier run may have stopped after it added the row and before it looked at the mark again.
  if (await live.connections.has(row.key))
    return (await disconnectIfDeleted(ports, row)) ? 'revoke' : 'known';
  const { outcome, record } = await decide(ports, row, workspace);
  if (!record) return outcome;
  const added = await live.connections.add(row.key, { record, writeId: newId({ random }) });
  if (!added) return 'known';
  return (await disconnectIfDeleted(ports, row)) ? 'revoke' : outcome;
}

interface Decision {
  outcome: Outcome;
  /** Undefined: the connection does not come back. */
  record?: Addition<Connection>['record'];
}

async function decide(
  ports: BringBackConnectionPorts,
  { key, record }: ConnectionRow,
  workspace: RestoredWorkspace,
): Promise<Decision> {
  const { laterChanges, isComplete } = workspace.laterActivity;
  // A tombstone is never used, and it keeps an older record from coming back.
  if (record.status === 'disconnected') return { outcome: 'back', record };
  const change = laterChanges.get(key.connectionId) ?? ((await workspace.isDeleted()) ? DELETED : undefined);
  if (change?.kind === 'disconnected') return { outcome: 'deleted' };
  if (change?.kind === 'disconnecting')
    return { outcome: 'revoke', record: disconnecting(ports, { key, record, actor: change.actor }) };
  if (!isRefreshable(record)) return { outcome: 'back', record };
  if (change?.kind === 'replaced' || !isComplete)
    return { outcome: 'connect_again', record: withConnectAgain(record) };
  if (!record.sealedRefresh) return { outcome: 'back', record };
  return { outcome: 'verify', record: unverified(ports, key, record) };
}

const DELETED = { kind: 'disconnecting', actor: undefined } as const;

/** Disconnects the new row if the workspace's deletion began before the row was added and so missed it. */
async function disconnectIfDeleted(
  ports: BringBackConnectionPorts,
  { key, record }: ConnectionRow,
): Promise<boolean> {
  const { live, random } = ports;
  const { workspaceId } = key;
  if (record.status === 'disconnected' || !(await live.workspaceMarks.has({ workspaceId }))) return false;
  const { epoch, generation } = record;
  return live.connections.change(key, {
    expect: { epoch: { is: epoch }, generation: { is: generation } },
    set: disconnectingAttributes(ports, { key, actor: UNKNOWN_ACTOR }, record),
    writeId: newId({ random }),
  });
}

/** Recorded as the actor when the person is not known. */
const UNKNOWN_ACTOR = 'unknown';

function disconnecting(
  ports: BringBackConnectionPorts,
  { key, record, actor = UNKNOWN_ACTOR }: ConnectionRow & { actor: string | undefined },
): Addition<Connection>['record'] {
  if (record.status === 'disconnecting') return record;
  return { ...record, ...NO_ATTEMPT, ...disconnectingAttributes(ports, { key, actor }, record) };
}

const NO_ATTEMPT = {
  leaseId: undefined,
  leaseUntil: undefined,
  answerBy: undefined,
  attemptId: undefined,
  attemptAt: undefined,
  nextAttemptAt: undefined,
  failures: undefined,
};

/** The connection with `reauthorization_required`. Its tokens stay for a later disconnect, which revokes them. */
function withConnectAgain(record: Connection): Addition<Connection>['record'] {
  const status = { status: 'reauthorization_required', reason: 'restored' } as const;
  return { ...record, ...NO_ATTEMPT, ...status, dueShard: undefined, dueAt: undefined };
}

/**
 * The connection as after a lost answer: its refresh token may be spent. Its access token counts as expired, so no call
 * gets it before the provider accepted the refresh token.
 */
function unverified(
  { clock, random }: BringBackConnectionPorts,
  key: ConnectionKey,
  record: Connection,
): Addition<Connection>['record'] {
  const now = clock.now();
  const attempt = { attemptId: newId({ random }), attemptAt: now };
  const due = { dueShard: dueShard(key), dueAt: now };
  return { ...record, ...NO_ATTEMPT, ...attempt, ...due, unverifiedAt: now };
}
