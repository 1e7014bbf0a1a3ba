/**
 * Whether a version can do its work here: what it needs for a token is tried once, for a workspace that nobody has. Rejects
 * where something is missing. No connection is looked at, so none can be blamed (T181). Not tried: what would leave a trace
 * for others (the escrow's put, events), Secrets Manager, which answers for a secret that is not there as for a right that
 * is missing, and other people's servers.
 */
import { HOUR } from '../../contract/durations.ts';
import type { HealthReport } from '../../contract/health.ts';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { InjectPorts } from '../inject/inject-ports.ts';
import { operationDay } from '../inject/operation-id.ts';
import { newId } from '../new-id.ts';
import type { RefreshPorts } from '../refresh/attempt.ts';
import type { DataKeyStore } from '../stores.ts';

const NOBODY = { workspaceId: 'deployment-check', connectionId: 'none' };

type KeyPorts = Pick<RefreshPorts, 'vault'> & { dataKeys: Pick<DataKeyStore, 'newest'> };

export async function checkRefreshHealth(ports: RefreshPorts & KeyPorts): Promise<HealthReport> {
  const { connections, apps, appHealth, escrow } = ports;
  await Promise.all([
    connections.read(NOBODY),
    tryWriting(ports),
    connections.due(0, { before: 0, limit: 1 }),
    connections.sharingAccount('nobody'),
    apps.newest(VERIFIED, 'none'),
    appHealth.read({ appKey: `${VERIFIED}/none/1` }),
    escrow.of(NOBODY),
    openKey(ports),
  ]);
  return { healthy: true };
}

export async function checkInjectHealth(ports: InjectPorts & KeyPorts): Promise<HealthReport> {
  const { connections, ownServers, refresher } = ports;
  await Promise.all([
    connections.read(NOBODY),
    tryNoting(ports),
    ownServers.find({ ...NOBODY, serverId: 'none' }),
    mark(ports),
    refresher.refresh(NOBODY, 0),
    openKey(ports),
  ]);
  return { healthy: true };
}

const NEVER = { epoch: { is: -1 } } as const;

/** Nothing is written: there is no such item, so the condition fails once the right was proved. */
async function tryWriting({ connections, random }: RefreshPorts): Promise<void> {
  const set = { sealedAccess: undefined, sealedRefresh: undefined };
  await connections.change(NOBODY, { expect: NEVER, set, writeId: newId({ random }) });
}

/** The attributes that the injector may write, and no other. */
async function tryNoting({ connections, random }: InjectPorts): Promise<void> {
  const expect = { ...NEVER, generation: { is: -1 } };
  await connections.change(NOBODY, { expect, set: { lastUsedHour: 0 }, writeId: newId({ random }) });
}

/** A stage whose first consent is still to come has none. */
async function openKey({ dataKeys, vault }: KeyPorts): Promise<void> {
  if (await dataKeys.newest()) await vault.sealer();
}

async function mark({ toolCalls, clock, random }: InjectPorts): Promise<void> {
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
