import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

/** Statuses in which a connection's tokens may still be used. */
const LIVE = new Set(['active', 'refresh_failing', 'reauthorization_required']);

/** Which tokens are to be revoked. */
export interface HeldTokens {
  key: ConnectionKey;
  /** Epoch and generation that the held tokens belong to. */
  epoch: number;
  generation: number;
  accountKey?: string;
}

/**
 * Whether other tokens use the same grant as the held ones: those of another live connection of the same account and
 * client, or newer ones of this connection. Then a revocation that reaches further than the one token is left out.
 */
export async function isGrantShared(ports: Pick<Ports, 'connections'>, held: HeldTokens): Promise<boolean> {
  // Without the account it is unknown which other tokens use the grant.
  if (!held.accountKey) return true;
  const sharing = await ports.connections.sharingAccount(held.accountKey);
  const keys = [held.key, ...sharing.filter((key) => !isSame(key, held.key))];
  for (const key of keys) {
    // The index is eventually consistent: only the item itself is reliable.
    const record = await ports.connections.read(key);
    if (record && livesOnGrant(record, key, held)) return true;
  }
  return false;
}

/**
 * Whether newer tokens of the same consent are in use. Some providers issue the same refresh token again, and at most
 * providers the revocation of an old one also ends the new one. So the old ones are never revoked, for any reach.
 */
export async function isSuperseded(ports: Pick<Ports, 'connections'>, held: HeldTokens): Promise<boolean> {
  const record = await ports.connections.read(held.key);
  return (
    record !== undefined &&
    LIVE.has(record.status) &&
    record.epoch === held.epoch &&
    record.generation > held.generation
  );
}

function livesOnGrant(record: Connection, key: ConnectionKey, held: HeldTokens): boolean {
  if (!LIVE.has(record.status) || record.accountKey !== held.accountKey) return false;
  const isTheHeld = record.epoch === held.epoch && record.generation === held.generation;
  return !isSame(key, held.key) || !isTheHeld;
}

function isSame(left: ConnectionKey, right: ConnectionKey): boolean {
  return left.workspaceId === right.workspaceId && left.connectionId === right.connectionId;
}
