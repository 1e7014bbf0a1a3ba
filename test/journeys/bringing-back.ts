/** What the journeys of a recovery share: a moment that is restored, rows that are lost, and what is brought back. */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect } from 'vitest';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { lostAndRestored } from '../../src/aws/sweeps/lost-and-restored.ts';
import { connectionItem, type ItemKey } from '../../src/aws/table/item-keys.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { type BringBackPorts, type BringBackReport, bringBack } from '../../src/broker/restore/bring-back.ts';
import { memoryCursors } from '../memory/memory-cursors.ts';
import { copyTable } from '../setup/copy-table.ts';
import { startWorld, type World } from './world.ts';

export const RESTORED = 'restored';
export const NOTHING: BringBackReport = {
  known: 0,
  deleted: 0,
  back: 0,
  verify: 0,
  connect_again: 0,
  revoke: 0,
  conflict: 0,
  damaged: 0,
};
export const MINUTE = 60_000;

export let world: World;
export let client: ReturnType<typeof localDynamoDB>;

/** Registers the hooks of the test file that calls it. */
export function beginBringingBack(): void {
  beforeEach(async () => {
    world = await startWorld();
    client = localDynamoDB(world.environment.tableSocket);
  });
  afterEach(async () => {
    client.destroy();
    await world.close();
  });
}

export const keyOf = (label: string) => ({ workspaceId: 'acme', connectionId: `demo~${label}` });
export const connect = (...labels: string[]) =>
  Promise.all(labels.map((label) => world.connect(world.ada, 'acme', { provider: 'demo', label })));
export const theMoment = () => copyTable(client, TABLE_NAME, RESTORED);
export const recordOf = (label: string) => world.environment.ports.connections.read(keyOf(label));
export const refresh = (label: string) =>
  refreshConnection(world.environment.ports, { key: keyOf(label), deadline: world.now() + MINUTE });
export async function lose(...items: ItemKey[]) {
  for (const { pk, sk } of items)
    await client.send(
      new DeleteItemCommand({ TableName: TABLE_NAME, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
}
export const remove = async (path: string) =>
  expect((await world.ada.request('DELETE', path)).status).toBeLessThan(300);
export const loseConnections = (...labels: string[]) =>
  lose(...labels.map((label) => connectionItem(keyOf(label))));
export async function bring(
  patch: (live: BringBackPorts['live'], restored: BringBackPorts['restored']) => void = () => undefined,
): Promise<BringBackReport> {
  const { clock, random } = world.environment.ports;
  const tables = lostAndRestored({ client, tableName: TABLE_NAME }, { client, tableName: RESTORED });
  patch(tables.live, tables.restored);
  return bringBack({ ...tables, clock, random }, memoryCursors());
}
export async function inject(label: string) {
  const operation = { id: world.operationId(), kind: 'call', server: 'provider:demo', tool: 'any' };
  const event = { version: '1', workspaceId: 'acme', connectionId: `demo~${label}`, operation };
  const answer = await answerInjection({ ...world.environment.ports, verifyCaller: undefined }, event);
  return answer.isAuthorized ? 'injected' : answer.context.reason;
}
