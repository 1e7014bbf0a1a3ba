import { HOUR } from '../../contract/durations.ts';
import { refreshDueAt } from '../connection/due-time.ts';
import { newId } from '../new-id.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { InjectPorts } from './inject-ports.ts';

/**
 * Notes that a connection is used, at most once an hour. Never rejects: a failed note is logged. If the connection was
 * idle and its next refresh was after its token's end, its refresh is due before that end again.
 */
export async function noteUse(ports: InjectPorts, key: ConnectionKey, connection: Connection): Promise<void> {
  const hour = Math.floor(ports.clock.now() / HOUR);
  if ((connection.lastUsedHour ?? 0) >= hour) return;
  const { epoch, generation } = connection;
  try {
    await ports.connections.change(key, {
      expect: { epoch: { is: epoch }, generation: { is: generation } },
      set: { lastUsedHour: hour, ...dueBeforeExpiry(ports, connection) },
      writeId: newId(ports),
    });
  } catch {
    ports.log.warn('use_not_noted', key);
  }
}

function dueBeforeExpiry(
  ports: InjectPorts,
  { dueAt, accessExpiresAt: expiresAt, refreshedAt: now = 0 }: Connection,
) {
  const isPutOff = dueAt !== undefined && expiresAt !== undefined && dueAt > expiresAt;
  return isPutOff ? { dueAt: refreshDueAt({ now, expiresAt, random: randomFraction(ports) }) } : {};
}
