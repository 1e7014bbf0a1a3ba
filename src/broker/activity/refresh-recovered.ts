import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { recordActivity } from './record-activity.ts';

/** A refresh that ends a series of failures is told; the ordinary ones are not. */
export async function noteRecovered(
  ports: Pick<Ports, 'activity' | 'events' | 'clock' | 'random' | 'log'>,
  { workspaceId, connectionId }: ConnectionKey,
  before: Connection,
): Promise<void> {
  if (before.status === 'active') return;
  await recordActivity(ports, workspaceId, {
    type: 'refresh_recovered',
    connectionId,
    provider: before.provider,
  });
}
