/**
 * Whether a version can do its work here: everything that it reads, opens and invokes is tried once, for a workspace that
 * nobody has. Rejects where something is missing. No connection is looked at, so none can be blamed (T181).
 */
import type { HealthReport } from '../contract/health.ts';
import { VERIFIED } from '../contract/identifiers.ts';
import type { InjectNeeds } from './inject.ts';
import { newId } from './new-id.ts';
import { operationDay } from './operation-id.ts';
import type { RefreshNeeds } from './refresh-connection.ts';
import type { DataKeyStore } from './stores.ts';

const NOBODY = { workspaceId: 'deployment-check', connectionId: 'none' };
const HOUR = 3_600_000;

type KeyNeeds = Pick<RefreshNeeds, 'vault'> & { dataKeys: Pick<DataKeyStore, 'newest'> };

export async function checkRefreshHealth(ports: RefreshNeeds & KeyNeeds): Promise<HealthReport> {
  const { connections, apps, appHealth, escrow } = ports;
  await Promise.all([
    connections.read(NOBODY),
    connections.due(0, { before: 0, limit: 1 }),
    connections.sharingAccount('nobody'),
    apps.newest(VERIFIED, 'none'),
    appHealth.read({ appKey: `${VERIFIED}/none/1` }),
    escrow.of(NOBODY),
    openKey(ports),
  ]);
  return { healthy: true };
}

export async function checkInjectHealth(ports: InjectNeeds & KeyNeeds): Promise<HealthReport> {
  const { connections, ownServers, refresher } = ports;
  await Promise.all([
    connections.read(NOBODY),
    ownServers.find({ ...NOBODY, serverId: 'none' }),
    mark(ports),
    refresher.refresh(NOBODY, 0),
    openKey(ports),
  ]);
  return { healthy: true };
}

/** A stage whose first consent is still to come has none. */
async function openKey({ dataKeys, vault }: KeyNeeds): Promise<void> {
  if (await dataKeys.newest()) await vault.sealer();
}

async function mark({ toolCalls, clock, random }: InjectNeeds): Promise<void> {
  const at = clock.now();
  const operationId = random.uuidV7(at);
  const { workspaceId, connectionId } = NOBODY;
  await toolCalls.add(
    { workspaceId, day: operationDay(operationId), operationId },
    {
      record: { at, caller: undefined, server: 'none', tool: undefined, connectionId, outcome: 'health' },
      writeId: newId({ random }),
      forgetAt: at + HOUR,
    },
  );
}
