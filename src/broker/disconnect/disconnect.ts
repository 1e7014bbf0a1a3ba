import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import { tenantChoseEndpoint } from '../../providers/chosen-hosts.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { pinnedAppKey } from '../apps/app-key.ts';
import { inPlace, type PlacePorts } from '../apps/places.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { type Caller, requireRole } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { type ForgetPorts, forgetUnusedClient } from '../remote/forget-client.ts';
import type { ConnectionKey } from '../stores.ts';
import { endConnection } from './end-connection.ts';
import { type FinishPorts, finishDisconnect, postpone } from './finish-disconnect.ts';
import { needsLiveToken } from './live-token.ts';

type DisconnectPorts = FinishPorts & PlacePorts & Pick<Ports, 'revoker'>;

/**
 * Disconnects a connection for an admin and returns the receipt. Throws `forbidden`, `not_found`, `too_many_requests` or
 * `temporarily_unavailable`.
 */
export async function disconnect(
  ports: DisconnectPorts & QuotaPorts & ForgetPorts,
  { caller, key }: { caller: Caller; key: ConnectionKey },
): Promise<DisconnectReceipt> {
  requireRole(caller, key.workspaceId, 'admin');
  await countEnding(ports, caller);
  const before = await ports.connections.read(key);
  const receipt = await endConnection(ports, { key, actor: caller.subject }, finishInPlace);
  const { provider } = before ?? {};
  if (provider !== undefined && isRemote(provider))
    await forgetUnusedClient(ports, {
      workspaceId: key.workspaceId,
      provider,
      actor: caller.subject,
    });
  return receipt;
}

/**
 * Revokes at an endpoint that a tenant chose only in one of the tenant's places. If none is free, the next tick revokes: the
 * connection is out of use already, and a person who ends something is not told to come back.
 */
async function finishInPlace(
  ports: DisconnectPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<Connection> {
  // token-refresh does the whole of it, in a place of its own.
  if (await needsLiveToken(ports, key, record)) return finishDisconnect(ports, key, record);
  const owner = { workspaceId: key.workspaceId, appKey: pinnedAppKey(record) };
  const isNeeded = tenantChoseEndpoint(ports.catalogue, record);
  const result = await inPlace(ports, { ...owner, isNeeded }, () => finishDisconnect(ports, key, record));
  return 'done' in result ? result.done : postpone(ports, key, record, ports.clock.now());
}
