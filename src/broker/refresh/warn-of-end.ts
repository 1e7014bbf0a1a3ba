/** Tells once of a grant whose end no refresh moves away: somebody can connect again before a call fails (T132). */

import { HOUR } from '../../contract/durations.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

type WarnPorts = Pick<Ports, 'connections' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** After a refresh: `before` is the record that it replaced. */
export async function warnOfFixedEnd(
  ports: WarnPorts,
  key: ConnectionKey,
  { before, after }: { before: Connection; after: Pick<Connection, 'refreshExpiresAt' | 'generation'> },
): Promise<void> {
  const { refreshExpiresAt: endsAt } = after;
  if (endsAt === undefined || before.refreshExpiresAt === undefined) return;
  // Providers that tell the seconds left name the same end a little differently each time.
  const hasMoved = Math.abs(endsAt - before.refreshExpiresAt) > HOUR;
  if (hasMoved || endsAt - ports.clock.now() > LIMITS.warnBefore) return;
  await warn(ports, key, { ...before, generation: after.generation }, {});
}

/** At the due time of a connection without a refresh token: told now, and due again at its end. */
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
