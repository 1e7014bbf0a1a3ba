import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { type Caller, requireRole } from '../caller.ts';
import type { ConnectionKey } from '../stores.ts';
import { endConnection } from './end-connection.ts';
import type { FinishPorts } from './finish-disconnect.ts';

/**
 * Disconnects a connection for an admin and returns the receipt. Throws `forbidden`, `not_found`, `too_many_requests` or
 * `temporarily_unavailable`.
 */
export async function disconnect(
  ports: FinishPorts & QuotaPorts,
  { caller, key }: { caller: Caller; key: ConnectionKey },
): Promise<DisconnectReceipt> {
  requireRole(caller, key.workspaceId, 'admin');
  await countEnding(ports, caller);
  return endConnection(ports, { key, actor: caller.subject });
}
