import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import { type Caller, requireRole } from '../caller.ts';
import type { ConnectionKey } from '../stores.ts';
import { endConnection } from './end-connection.ts';
import type { FinishPorts } from './finish-disconnect.ts';

/** Disconnects a connection for an admin and returns the receipt. Throws `forbidden` or `not_found`. */
export async function disconnect(
  ports: FinishPorts,
  { caller, key }: { caller: Caller; key: ConnectionKey },
): Promise<DisconnectReceipt> {
  requireRole(caller, key.workspaceId, 'admin');
  return endConnection(ports, { key, actor: caller.subject });
}
