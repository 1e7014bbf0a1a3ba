/** The display name of a connection: for people alone. Ids stay, and nothing that injects or refreshes reads it. */
import type { ConnectionStatus } from '../../contract/statuses.ts';
import { countAct, type QuotaPorts } from '../activity/quota.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { type Caller, isSamePerson, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

type RenamePorts = Pick<Ports, 'connections'> & RecordPorts & QuotaPorts;

/** A connection and its new name. */
export interface RenameInput {
  caller: Caller;
  key: ConnectionKey;
  /** Empty: the connection has no display name any more. */
  name: string;
}

const ENDED: readonly ConnectionStatus[] = ['disconnecting', 'disconnected'];

/**
 * Renames for whoever connected, or for an admin, and returns the connection. The same name again changes and records nothing.
 * Throws `not_found`, `forbidden`, `connection_not_usable` if the connection has ended, `connection_changed` if it ended
 * meanwhile or another consent took its place, or `too_many_requests`.
 */
export async function renameConnection(ports: RenamePorts, input: RenameInput): Promise<Connection> {
  const { caller, key } = input;
  requireRole(caller, key.workspaceId, 'member');
  await countAct(ports, { caller, workspaceId: key.workspaceId });
  const record = await ports.connections.read(key);
  if (!record) throw new Problem('not_found');
  if (!isSamePerson(record.connectedBy, caller)) requireRole(caller, key.workspaceId, 'admin');
  if (ENDED.includes(record.status)) throw new Problem('connection_not_usable');
  const displayName = input.name === '' ? undefined : input.name;
  if (record.displayName === displayName) return record;
  // Whoever ends the connection, or connects it again, raises the epoch.
  const expect = { uid: { is: record.uid }, epoch: { is: record.epoch } };
  if (!(await ports.connections.change(key, { expect, set: { displayName }, writeId: newId(ports) })))
    throw new Problem('connection_changed');
  await recordActivity(ports, key.workspaceId, {
    type: 'connection_renamed',
    connectionId: key.connectionId,
    provider: record.provider,
    actor: caller.subject,
  });
  const { displayName: _, ...rest } = record;
  return { ...rest, ...(displayName !== undefined && { displayName }) };
}
