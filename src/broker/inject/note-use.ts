import { HOUR } from '../../contract/durations.ts';
import { refreshDueAt } from '../connection/due-time.ts';
import { newId } from '../new-id.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { InjectPorts } from './inject-ports.ts';

/**
 * Written at most once an hour; a failure to note is not a failure to inject. A connection that was idle, and whose next
 * refresh was put off beyond the end of its token, is due before that end again.
 */
export async function noteUse(ports: InjectPorts, key: ConnectionKey, connection: Connection): Promise<void> {
  const hour = Math.floor(ports.clock.now() / HOUR);
  if ((connection.lastUsedHour ?? 0) >= hour) return;
  const { epoch, generation } = connection;
  try {
    await ports.connections.change(key, {
      expect: { epoch: { is: epoch }, generation: { is: generation } },
      set: { lastUsedHour: hour, ...dueAgain(ports, connection) },
      writeId: newId(ports),
    });
  } catch {
    ports.log.warn('use_not_noted', key);
  }
}

function dueAgain(
  ports: InjectPorts,
  { dueAt, accessExpiresAt: expiresAt, refreshedAt: now = 0 }: Connection,
) {
  const isPutOff = dueAt !== undefined && expiresAt !== undefined && dueAt > expiresAt;
  return isPutOff ? { dueAt: refreshDueAt({ now, expiresAt, random: randomFraction(ports) }) } : {};
}
