import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { countAct, type QuotaPorts } from '../activity/quota.ts';
import { type Caller, requireRole } from '../caller.ts';
import { isRefreshable } from '../connection/usable.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ConnectionKey } from '../stores.ts';

/**
 * Refreshes because a person asks. token-refresh does it, under the usual lease and pauses. Throws `not_found`,
 * `too_many_requests` or `connection_not_usable`.
 */
export async function refreshOnDemand(
  ports: Pick<Ports, 'connections' | 'refresher'> & QuotaPorts,
  { caller, key }: { caller: Caller; key: ConnectionKey },
): Promise<ConnectionRefreshReport> {
  requireRole(caller, key.workspaceId, 'member');
  await countAct(ports, { caller, workspaceId: key.workspaceId });
  const record = await ports.connections.read(key);
  if (!record) throw new Problem('not_found');
  if (!isRefreshable(record)) throw new Problem('connection_not_usable');
  return ports.refresher.refresh(key, record.generation);
}
