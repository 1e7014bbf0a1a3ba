import { is, PERSONAL_WORKSPACE_ID } from '../../contract/identifiers.ts';
import { refuseOverQuota } from '../activity/quota.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import type { PublicReads } from '../stores.ts';

/**
 * Whether the workspace has room for what a consent will store. A live connection may always be connected again, which reads
 * nothing; of a tombstone the row is there already. A start and its completion ask, so beyond the limits come only consents
 * that complete at the same moment. Throws `quota_exceeded`.
 */
export async function refuseOverConnections(
  { reads }: { reads: Pick<PublicReads, 'connections'> },
  workspaceId: string,
  existing: Connection | undefined,
): Promise<void> {
  if (existing && existing.status !== 'disconnected') return;
  const connections = await reads.connections(workspaceId);
  if (!existing) refuseOverQuota(LIMITS.connectionRowsOfWorkspace, connections);
  const live = connections.filter(({ record }) => record.status !== 'disconnected');
  const isPersonal = is(PERSONAL_WORKSPACE_ID, workspaceId);
  refuseOverQuota(isPersonal ? LIMITS.connectionsOfPerson : LIMITS.connectionsOfWorkspace, live);
}
