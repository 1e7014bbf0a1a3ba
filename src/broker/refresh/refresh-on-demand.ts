import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { type Caller, requireRole } from '../caller.ts';
import { isUsable } from '../connection/usable.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ConnectionKey } from '../stores.ts';

/**
 * Refreshes because a person asks. token-refresh does it, under the usual lease and pauses. Throws `not_found` or
 * `connection_not_usable`.
 */
export async function refreshOnDemand(
  { connections, refresher }: Pick<Ports, 'connections' | 'refresher'>,
  { caller, key }: { caller: Caller; key: ConnectionKey },
): Promise<ConnectionRefreshReport> {
  requireRole(caller, key.workspaceId, 'member');
  const record = await connections.read(key);
  if (!record) throw new Problem('not_found');
  if (!isUsable(record)) throw new Problem('connection_not_usable');
  return refresher.refresh(key, record.generation);
}
