/** Finishes the disconnect of one connection on demand, with a refresh before the revocation where it needs one. */
import type { ConnectionRevocationReport, RevocationRequest } from '../../contract/refresh.ts';
import { tenantChoseEndpoint } from '../../providers/chosen-hosts.ts';
import { pinnedAppKey } from '../apps/app-key.ts';
import { inPlace } from '../apps/places.ts';
import { postpone } from '../disconnect/finish-disconnect.ts';
import { appGate } from '../health/app-health.ts';
import type { Deadline } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { RefreshPorts } from './attempt.ts';
import { finishInert } from './finish-inert.ts';

/** Answers with the outcome so far. Rejects if the table fails: a tick then finds the connection due. */
export async function answerRevocation(
  ports: RefreshPorts,
  { workspaceId, connectionId, epoch }: RevocationRequest,
  deadline: Deadline,
): Promise<ConnectionRevocationReport> {
  const key = { workspaceId, connectionId };
  const record = await ports.connections.read(key);
  if (record?.status !== 'disconnecting' || record.epoch !== epoch) return { outcome: 'moved' };
  const isPostponed = (record.nextAttemptAt ?? 0) > ports.clock.now();
  const after = isPostponed ? record : await finishedInPlace(ports, { key, deadline }, record);
  return { outcome: after.receipt?.revocation.outcome ?? 'moved' };
}

/** At an endpoint that a tenant chose it needs one of the places of its workspace; without one, a tick finishes it. */
async function finishedInPlace(
  ports: RefreshPorts,
  { key, deadline }: { key: ConnectionKey; deadline: Deadline },
  record: Connection,
): Promise<Connection> {
  const isNeeded = tenantChoseEndpoint(ports.catalogue, record);
  const owner = { workspaceId: key.workspaceId, appKey: pinnedAppKey(record) };
  const result = await inPlace(ports, { ...owner, isNeeded }, () =>
    finishInert(ports, { key, deadline, isOnDemand: true }, { record, gate: appGate(ports) }),
  );
  return 'done' in result ? result.done : postpone(ports, key, record, result.retryAt);
}
