/**
 * A drill of T168: connections live on after the moment that a table was restored to, many rows are lost, and what was
 * lost is brought back. On dynalite, with rows as the adapter writes them; nothing of them is opened.
 */
import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynalite } from '../../local/dynalite.ts';
import { localDynamoDB } from '../../local/ports.ts';
import { lostAndRestored } from '../../src/aws/sweeps/lost-and-restored.ts';
import { activityStore } from '../../src/aws/table/activity.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { activityItem, connectionItem, type ItemKey } from '../../src/aws/table/item-keys.ts';
import { accessEnd } from '../../src/broker/connection/about-to-expire.ts';
import { isUsable } from '../../src/broker/connection/usable.ts';
import type { Activity, Connection } from '../../src/broker/records.ts';
import { type BringBackReport, bringBack } from '../../src/broker/restore/bring-back.ts';
import type { Change, ConnectionKey } from '../../src/broker/stores.ts';
import { systemClock as clock } from '../../src/system/clock.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { memoryCursors } from '../memory/memory-cursors.ts';
import { copyTable } from '../setup/copy-table.ts';
import { dice } from './seeded.ts';

const [LIVE, RESTORED] = ['live', 'restored'] as const;
const PER_WORKSPACE = 50;
const HOUR = 3_600_000;
const AT_ONCE = 50;
/** What became of a connection after the moment. */
const LATER = ['untouched', 'untouched', 'refreshed', 'disconnected', 'connected anew'] as const;

interface Life {
  key: ConnectionKey;
  later: (typeof LATER)[number];
  /** Its row is lost; with `isForgotten` the activity of its workspace too. */
  isLost: boolean;
  isForgotten: boolean;
}

export interface DrillReport {
  connections: number;
  lost: number;
  forgotten: number;
  fates: BringBackReport;
  /** Usable although their owners disconnected them. */
  revived: number;
  /** Rows of the live table that are not what they were. */
  rolledBack: number;
  /** Usable with tokens of the past that a call would get without a refresh. */
  unverified: number;
  /** Neither there nor disconnected by anybody. */
  missing: number;
  seconds: number;
}

export async function drillRestore(options: { seed: number; connections: number }): Promise<DrillReport> {
  const dynalite = await startDynalite();
  const client = localDynamoDB(dynalite.socketPath);
  try {
    await createTable(client, LIVE);
    return await drill(client, livesOf(options));
  } finally {
    client.destroy();
    await dynalite.close();
  }
}

function livesOf({ seed, connections }: { seed: number; connections: number }): Life[] {
  const { oneIn, pick } = dice(seed);
  const forgotten = new Map<string, boolean>();
  return Array.from({ length: connections }, (_, index) => {
    const workspaceId = `w${Math.floor(index / PER_WORKSPACE)}`;
    if (!forgotten.has(workspaceId)) forgotten.set(workspaceId, oneIn(10));
    const isForgotten = forgotten.get(workspaceId) === true;
    const key = { workspaceId, connectionId: `google~c${index % PER_WORKSPACE}` };
    return { key, later: pick(LATER), isLost: isForgotten || oneIn(3), isForgotten };
  });
}

async function drill(client: DynamoDBClient, lives: Life[]): Promise<DrillReport> {
  const live: Live = { client, tableName: LIVE, noted: new Map() };
  const store = connectionStore(live);
  await each(lives, (life) => connect(live, life));
  await copyTable(client, LIVE, RESTORED);
  await each(lives, (life) => liveOn(live, life));
  const before = new Map<Life, Connection | undefined>();
  await each(lives, async (life) => void before.set(life, await store.read(life.key)));
  await damage(live, lives);
  const tables = lostAndRestored(live, { client, tableName: RESTORED });
  const began = performance.now();
  const fates = await bringBack({ ...tables, clock, random }, memoryCursors());
  const seconds = (performance.now() - began) / 1_000;
  const report = { revived: 0, rolledBack: 0, unverified: 0, missing: 0 };
  await each(lives, async (life) => {
    const { later, isLost, key } = life;
    const now = await store.read(key);
    if (!isLost && JSON.stringify(now) !== JSON.stringify(before.get(life))) report.rolledBack++;
    if (later === 'disconnected' && now && isUsable(now)) report.revived++;
    if (isLost && now && isUsable(now) && (accessEnd(now) ?? 0) > clock.now()) report.unverified++;
    if (!now && later !== 'disconnected') report.missing++;
  });
  const count = (which: (life: Life) => boolean) => lives.filter(which).length;
  const damaged = { lost: count(({ isLost }) => isLost), forgotten: count(({ isForgotten }) => isForgotten) };
  return { connections: lives.length, ...damaged, fates, ...report, seconds };
}

async function each<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
}

interface Live {
  client: DynamoDBClient;
  tableName: string;
  /** Entries of the activity, and of which workspace. */
  noted: Map<ItemKey, string>;
}

function connect(live: Live, { key }: Life): Promise<void> {
  return write(live, key, { epoch: 1, generation: 1, type: 'connected' });
}

async function liveOn(live: Live, { key, later }: Life): Promise<void> {
  if (later === 'refreshed') await write(live, key, { epoch: 1, generation: 2 });
  if (later === 'connected anew') await write(live, key, { epoch: 2, generation: 2, type: 'connected' });
  if (later === 'disconnected') await write(live, key, { epoch: 2, generation: 1, type: 'disconnected' });
}

async function write(
  live: Live,
  key: ConnectionKey,
  { epoch, generation, type }: Pick<Connection, 'epoch' | 'generation'> & { type?: Activity['type'] },
): Promise<void> {
  const at = clock.now();
  const sealed = type === 'disconnected' ? undefined : random.bytes(400);
  const set: Change<Connection>['set'] = {
    uid: key.connectionId,
    provider: 'google',
    appOwner: 'verified',
    appVersion: 1,
    appUid: 'app',
    clientId: 'client',
    status: type === 'disconnected' ? type : 'active',
    connectedBy: { issuer: 'https://id.example', subject: 'ann' },
    connectedAt: at,
    requestedScopes: ['mail'],
    grantedScopes: ['mail'],
    accessExpiresAt: at + HOUR,
    sealedAccess: sealed,
    sealedRefresh: sealed,
    epoch,
    generation,
  };
  await connectionStore(live).change(key, { expect: {}, set, writeId: random.uuidV7(at) });
  if (type) await note(live, key, { at, type, connectionId: key.connectionId, provider: 'google' });
}

async function note(live: Live, { workspaceId }: ConnectionKey, entry: Activity): Promise<void> {
  const id = random.uuidV7(entry.at);
  await activityStore(live).add({ workspaceId, id }, { record: entry, writeId: id });
  live.noted.set(activityItem({ workspaceId, id }), workspaceId);
}

async function damage(live: Live, lives: readonly Life[]): Promise<void> {
  const forgotten = new Set(lives.flatMap(({ isForgotten, key }) => (isForgotten ? key.workspaceId : [])));
  const rows = lives.filter(({ isLost }) => isLost).map(({ key }) => connectionItem(key));
  const notes = [...live.noted].flatMap(([item, workspaceId]) => (forgotten.has(workspaceId) ? item : []));
  await each([...rows, ...notes], ({ pk, sk }) =>
    live.client.send(
      new DeleteItemCommand({ TableName: live.tableName, Key: { pk: { S: pk }, sk: { S: sk } } }),
    ),
  );
}
