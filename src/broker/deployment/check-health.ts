/**
 * Whether a version works here: it tries each right that a token needs once, for a workspace that does not exist, so no
 * real connection can be at fault (T181). It does not try what would leave traces (the escrow's put, events), Secrets
 * Manager, which answers alike for a missing secret and a missing right, and servers outside the environment.
 */
import { HOUR } from '../../contract/durations.ts';
import type { HealthReport } from '../../contract/health.ts';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { InjectPorts } from '../inject/inject-ports.ts';
import { operationDay } from '../inject/operation-id.ts';
import { newId } from '../new-id.ts';
import { partsHash } from '../parts-hash.ts';
import type { RefreshPorts } from '../refresh/attempt.ts';
import type { DataKeyStore } from '../stores.ts';

const NO_CONNECTION = { workspaceId: 'deployment-check', connectionId: 'none' };

type KeyPorts = Pick<RefreshPorts, 'vault'> & { dataKeys: Pick<DataKeyStore, 'newest'> };

/** Checks token-refresh or token-tick. Rejects if a right or a key is missing. */
export async function checkRefreshHealth(ports: RefreshPorts & KeyPorts): Promise<HealthReport> {
  const { connections, apps, appHealth, places, grantMarks, escrow } = ports;
  await Promise.all([
    connections.read(NO_CONNECTION),
    tryWriting(ports),
    connections.due(0, { before: 0, limit: 1 }),
    connections.sharingAccount('nobody'),
    apps.newest(VERIFIED, 'none'),
    appHealth.read({ appKey: `${VERIFIED}/none/1` }),
    places.read(NO_CONNECTION),
    grantMarks.since({ clientKey: partsHash(['deployment-check']), kind: 'revocation' }, ports.clock.now()),
    escrow.of(NO_CONNECTION),
    openKey(ports),
  ]);
  return { healthy: true };
}

/** Checks token-injector. Rejects if a right or a key is missing. */
export async function checkInjectHealth(ports: InjectPorts & KeyPorts): Promise<HealthReport> {
  const { connections, ownServers, refresher } = ports;
  await Promise.all([
    connections.read(NO_CONNECTION),
    tryNotingUse(ports),
    ownServers.find({ ...NO_CONNECTION, serverId: 'none' }, false),
    mark(ports),
    tryRemembering(ports),
    refresher.refresh(NO_CONNECTION, 0),
    openKey(ports),
  ]);
  return { healthy: true };
}

const NEVER = { epoch: { is: -1 } } as const;

/** Proves the right to write without a write: the item does not exist, so the condition fails after IAM allowed it. */
async function tryWriting({ connections, random }: RefreshPorts): Promise<void> {
  const set = { sealedAccess: undefined, sealedRefresh: undefined };
  await connections.change(NO_CONNECTION, { expect: NEVER, set, writeId: newId({ random }) });
}

/** Writes only the attributes that the injector may write; its condition fails in the same way. */
async function tryNotingUse({ connections, random }: InjectPorts): Promise<void> {
  const expect = { ...NEVER, generation: { is: -1 } };
  await connections.change(NO_CONNECTION, { expect, set: { lastUsedHour: 0 }, writeId: newId({ random }) });
}

/** Reads and writes what servers asked for: the item does not exist, so the condition fails after IAM allowed the write. */
async function tryRemembering({ stepUps, random }: InjectPorts): Promise<void> {
  const item = { ...NO_CONNECTION, serverId: 'none' };
  await stepUps.read(item);
  const expect = { revision: { is: -1 } };
  await stepUps.change(item, { expect, set: { revision: 0 }, writeId: newId({ random }) });
}

/** Opens the data key. A stage has none before its first consent. */
async function openKey({ dataKeys, vault }: KeyPorts): Promise<void> {
  if (await dataKeys.newest()) await vault.sealer();
}

async function mark({ toolCalls, clock, random }: InjectPorts): Promise<void> {
  const at = clock.now();
  const operationId = random.uuidV7(at);
  const { workspaceId, connectionId } = NO_CONNECTION;
  await toolCalls.add(
    { workspaceId, day: operationDay(operationId), operationId },
    {
      record: { at, caller: undefined, server: 'none', tool: undefined, connectionId, outcome: 'health' },
      writeId: newId({ random }),
      forgetAt: at + HOUR,
    },
  );
}
