import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { recordActivity } from './record-activity.ts';

/**
 * Records `refresh_recovered` if the connection was failing before this refresh. An ordinary refresh is not recorded, nor is one
 * that only serves a revocation.
 */
export async function recordRecovery(
  ports: Pick<Ports, 'activity' | 'events' | 'clock' | 'random' | 'log'>,
  { workspaceId, connectionId }: ConnectionKey,
  before: Connection,
): Promise<void> {
  if (before.status === 'active' || before.status === 'disconnecting') return;
  await recordActivity(ports, workspaceId, {
    type: 'refresh_recovered',
    connectionId,
    provider: before.provider,
  });
}
