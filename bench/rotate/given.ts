/** A table as a stage has it: connections with sealed tokens, entries of the activity, and calls in their own table. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toolCallStore } from '../../src/aws/calls-table/tool-calls.ts';
import { activityStore } from '../../src/aws/table/activity.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createCallsTable, createTable } from '../../src/aws/table/create-table.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import type { Seal } from '../../src/vault/vault.ts';
import { sealedConnection } from '../../test/setup/sealed-connection.ts';
import { connectionAt } from '../given.ts';
import { CALLS_TABLE, SERVER, TABLE, TOOL } from '../scene.ts';

/** Of one connection, within the 400 days of the activity: consents, changes, a disconnect. */
export const ENTRIES_OF_CONNECTION = 3;
const CALLS_OF_CONNECTION = 2;
const PER_WORKSPACE = 100;
const AT_ONCE = 32;

export async function givenTables(client: DynamoDBClient): Promise<void> {
  await createTable(client, TABLE);
  await createCallsTable(client, CALLS_TABLE);
}

export function keysOf(connections: number): ConnectionKey[] {
  return Array.from({ length: connections }, (_, at) => ({
    workspaceId: `w${Math.floor(at / PER_WORKSPACE)}`,
    connectionId: `google~c${at % PER_WORKSPACE}`,
  }));
}

/** Fills both tables: each connection with tokens that `seal` sealed. */
export async function fill(
  client: DynamoDBClient,
  { keys, seal, now }: { keys: readonly ConnectionKey[]; seal: Seal; now: number },
): Promise<void> {
  const table = { client, tableName: TABLE };
  const [connections, activity] = [connectionStore(table), activityStore(table)];
  const calls = toolCallStore({ client, tableName: CALLS_TABLE });
  const tokens = { access: 't'.repeat(220), refresh: 't'.repeat(110) };
  const day = new Date(now).toISOString().slice(0, 10);
  await each(keys, async (key) => {
    const { workspaceId, connectionId } = key;
    const record = sealedConnection(seal, key, connectionAt(now), tokens);
    await connections.add(key, { record, writeId: random.uuidV7(now) });
    const entry = { at: now, type: 'connected', connectionId, provider: 'google', actor: 'ada' } as const;
    for (let entries = 0; entries < ENTRIES_OF_CONNECTION; entries++) {
      const id = random.uuidV7(now);
      await activity.add({ workspaceId, id }, { record: entry, writeId: id });
    }
    const call = { at: now, server: SERVER, tool: TOOL, connectionId, outcome: 'injected' } as const;
    for (let count = 0; count < CALLS_OF_CONNECTION; count++) {
      const operationId = random.uuidV7(now);
      await calls.add({ workspaceId, day, operationId }, { record: call, writeId: operationId });
    }
  });
}

/** Some at once, so that filling does not wait for each answer alone. */
export async function each<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
}
