/**
 * Warns once that a grant ends which no refresh prolongs, so that a person can connect again before a call fails
 * (T132).
 */

import { HOUR } from '../../contract/durations.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

type WarnPorts = Pick<Ports, 'connections' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/**
 * Warns after a refresh, if the grant's end is near and did not move. `before` is the record that the refresh replaced.
 */
export async function warnOfFixedEnd(
  ports: WarnPorts,
  key: ConnectionKey,
  { before, after }: { before: Connection; after: Pick<Connection, 'refreshExpiresAt' | 'generation'> },
): Promise<void> {
  const { refreshExpiresAt: endsAt } = after;
  if (endsAt === undefined || before.refreshExpiresAt === undefined) return;
  // Providers that send the seconds left give a slightly different end each time.
  const hasMoved = Math.abs(endsAt - before.refreshExpiresAt) > HOUR;
  if (hasMoved || endsAt - ports.clock.now() > LIMITS.warnBefore) return;
  await warn(ports, key, { ...before, generation: after.generation }, {});
}

/** Warns of a connection without a refresh token at its due time, and makes it due again at its end. */
export function warnOfExpiry(ports: WarnPorts, key: ConnectionKey, record: Connection): Promise<void> {
  return warn(ports, key, record, { dueAt: record.accessExpiresAt });
}

async function warn(
  ports: WarnPorts,
  key: ConnectionKey,
  record: Connection,
  more: { dueAt?: number | undefined },
): Promise<void> {
  if (record.warnedAt !== undefined) return;
  const expect = {
    epoch: { is: record.epoch },
    generation: { is: record.generation },
    warnedAt: { absent: true as const },
  };
  const set = { warnedAt: ports.clock.now(), ...more };
  if (!(await ports.connections.change(key, { expect, set, writeId: newId(ports) }))) return;
  const { workspaceId, connectionId } = key;
  await recordActivity(ports, workspaceId, {
    type: 'grant_ends_soon',
    connectionId,
    provider: record.provider,
  });
}
