/**
 * Counts what a rotation and a restore take, whole and broken off in the middle, over dynalite in a process of its own. dynalite
 * keeps everything in memory: its times say nothing of DynamoDB, its counts and capacity units follow DynamoDB's rules.
 */
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeyWrapper } from '../../src/aws/kms-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { isThrottled } from '../../src/aws/sweeps/is-throttled.ts';
import { sealedRows } from '../../src/aws/sweeps/sealed-rows.ts';
import { restoringStore, sweepCursorStore } from '../../src/aws/sweeps/sweep-cursors.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import type { RotationPorts } from '../../src/broker/data-key/rotation-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { SweepReport, SweepRequest } from '../../src/contract/rotation.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { type Child, startChild } from '../child.ts';
import { access } from '../given.ts';
import { ENVIRONMENT, environmentAt, TABLE } from '../scene.ts';
import type { Counted, Endpoints } from '../stand-ins.ts';
import { countedClient } from './counted-client.ts';
import { dyingAfter, expected } from './death.ts';
import { fill, givenTables, keysOf } from './given.ts';
import { type ItemSizes, itemSizes } from './item-size.ts';
import { type Part, part, together } from './part.ts';
import { measureRestore, type RestoreParts } from './restore.ts';

export interface RotateReport extends RestoreParts {
  connections: number;
  sizes: ItemSizes;
  segments: number;
  /** Every row is sealed anew. */
  whole: Part;
  /** The same with a process that dies in the middle between a page and its cursor, and another one that goes on. */
  resumed: Part;
  /** Nothing is left to seal: the sweep before the older keys go. */
  proof: Part;
}

const MINUTE = 60_000;

export async function measureRotate(
  connections: number,
  onProgress: (doing: string) => void,
): Promise<RotateReport> {
  const standIns = await startChild('stand-ins.ts');
  try {
    const endpoints = await standIns.ask<Endpoints>('start');
    // The client of the functions takes all of this from the environment, as in Lambda.
    Object.assign(process.env, environmentAt(endpoints));
    return await measure(standIns, endpoints, { connections, onProgress });
  } finally {
    await standIns.end();
  }
}

async function measure(
  standIns: Child,
  { kms: endpoint }: Endpoints,
  { connections, onProgress }: { connections: number; onProgress: (doing: string) => void },
): Promise<RotateReport> {
  const counted = countedClient();
  const kmsClient = new KMSClient({ ...access, endpoint });
  const world = rotationOver(counted.client, kmsClient);
  const kmsSoFar = async () => {
    const { Decrypt = 0, GenerateDataKey = 0 } = (await standIns.ask<Counted>('counts')).requests;
    return Decrypt + GenerateDataKey;
  };
  onProgress(`filling the tables with ${connections} connections`);
  await givenTables(counted.client);
  await fill(counted.client, {
    keys: keysOf(connections),
    seal: await world.openFirst().sealer(),
    now: systemClock.now(),
  });
  const sizes = await itemSizes(counted.client, TABLE);
  const scans = { kms: kmsSoFar, average: sizes.average };
  const counting = (work: () => Promise<unknown>) => part(counted, { ...scans, isConsistent: true }, work);
  onProgress('a whole rotation');
  await world.begin();
  const whole = await counting(() => world.sweep('reseal'));
  onProgress('one that breaks off');
  await world.begin();
  const firstHalf = await counting(() => world.sweep('reseal', Math.floor(whole.pages / 2)).catch(expected));
  const resumed = together(firstHalf, await counting(() => world.sweep('reseal')));
  onProgress('the retirement of the older keys');
  world.advance(LIMITS.retiredKeyWait + 1);
  const proof = await counting(async () => {
    const { retired } = await world.sweep('retire');
    if (!retired || 'refused' in retired) throw new Error(`the keys were not retired: ${retired?.refused}`);
  });
  onProgress('a restore');
  const restore = await measureRestore(counted.client, {
    keys: keysOf(connections),
    counting: (work) => part(counted, { ...scans, isConsistent: false }, work),
  });
  counted.client.destroy();
  kmsClient.destroy();
  return { connections, sizes, segments: LIMITS.sweepSegments, whole, resumed, proof, ...restore };
}

function rotationOver(client: ReturnType<typeof countedClient>['client'], kms: KMSClient) {
  const table = { client, tableName: TABLE };
  let ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const dataKeys = dataKeyStore(table);
  const environment = ENVIRONMENT.CONNECTIONS_STAGE;
  const wrapper = kmsKeyWrapper(kms, ENVIRONMENT.CONNECTIONS_KMS_KEY_ID);
  const vaultParts = { environment, wrapper, dataKeys, clock, random };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const sweepCursors = sweepCursorStore(table);
  const ports: RotationPorts = {
    ...{ environment, wrapper, dataKeys, clock, random, isThrottled, log: silent },
    ...{ rows: sealedRows(table), sweepCursors, restoring: restoringStore(table) },
    events: { publish: async () => undefined },
    openVault: () => openVault({ ...vaultParts, mayCreateFirst: false }),
    isEscrowEmpty: async () => true,
  };
  const advance = (milliseconds: number) => {
    ahead += milliseconds;
  };
  return {
    advance,
    openFirst: () => openVault({ ...vaultParts, mayCreateFirst: true }),
    async begin() {
      advance(LIMITS.retiredKeyWait + 1);
      await answerRotation(ports, { version: '1', kind: 'begin' }, clock.now() + MINUTE);
    },
    /** As the operator's command: one invocation after another. `cursors`: the process dies after so many. */
    async sweep(kind: SweepRequest['kind'], cursors = Number.POSITIVE_INFINITY): Promise<SweepReport> {
      const change = dyingAfter(cursors, sweepCursors.change);
      const needs = { ...ports, sweepCursors: { ...sweepCursors, change } };
      const invoke = () =>
        answerRotation(needs, { version: '1', kind }, clock.now() + MINUTE) as Promise<SweepReport>;
      let report = await invoke();
      while (!report.isComplete && !report.retired) report = await invoke();
      return report;
    },
  };
}
