/** What every backend and the adapter on it must do. Each test has a workspace of its own in one shared table. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callReads } from '../../src/aws/calls-table/call-reads.ts';
import { toolCallStore } from '../../src/aws/calls-table/tool-calls.ts';
import { actCounters } from '../../src/aws/table/act-counters.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createCallsTable, createTable } from '../../src/aws/table/create-table.ts';
import { grantMarkStore } from '../../src/aws/table/grant-marks.ts';
import { type Backend, clientOf, type Running } from '../backends/backend.ts';
import { put, sessionId, uuidV7 } from './samples.ts';
import { describeActCounters } from './table/act-counters.ts';
import { describeCallReads } from './table/call-reads.ts';
import { describeConditions } from './table/conditions.ts';
import { describeConnectionQueries } from './table/connection-queries.ts';
import { describeCounterItems } from './table/counter-items.ts';
import { describeDamagedCalls } from './table/damaged-calls.ts';
import { describeDamagedItems } from './table/damaged-items.ts';
import type { Given } from './table/given.ts';
import { describeGrantMarks } from './table/grant-marks.ts';
import { describePublicReads } from './table/public-reads.ts';
import { describeSealedRows } from './table/sealed-rows.ts';
import { describeStores } from './table/stores.ts';
import { describeWriteIds } from './table/write-ids.ts';
import { describeWrites } from './table/writes.ts';

export function describeTable(backend: Backend): void {
  describe(`table on ${backend.name}`, () => {
    let running: Running;
    let client: DynamoDBClient;
    // Dots and digits are allowed in table names, and a fresh one keeps runs apart on a server that outlives them.
    const tableName = `connections-${randomUUID()}`;
    const callsTable = `${tableName}-calls`;

    beforeAll(async () => {
      running = await backend.start();
      client = clientOf(running);
      await createTable(client, tableName);
      await createCallsTable(client, callsTable);
    }, 60_000);
    afterAll(async () => {
      client?.destroy();
      await running?.close();
    });

    const given: Given = () => ({ client, tableName, endpoint: running.endpoint });

    it('is created once, however often it is asked for', async () => {
      await expect(createTable(client, tableName)).resolves.toBeUndefined();
      await expect(createCallsTable(client, callsTable)).resolves.toBeUndefined();
    });
    describeWrites(given, backend);
    describeConditions(given);
    describeWriteIds(given);
    describeActCounters(() => actCounters(given()), backend);
    describeCounterItems(given);
    describeStores(given);
    describeConnectionQueries(given);
    describeGrantMarks(() => grantMarkStore(given()));
    it('has no mark of a grant in the account index', async () => {
      const { change } = grantMarkStore(given());
      const key = { clientKey: sessionId('indexed'), kind: 'consent', id: uuidV7(1) } as const;
      await change(key, put({ until: 5, grant: 'grant-of-a-mark' }));
      expect(await connectionStore(given()).sharingAccount('grant-of-a-mark')).toEqual([]);
    });
    describePublicReads(given);
    describeCallReads(() => {
      const calls = { client, tableName: callsTable };
      return { toolCalls: toolCallStore(calls), callReads: callReads(calls) };
    });
    describeDamagedCalls(() => ({ ...given(), tableName: callsTable }));
    describeDamagedItems(given);
    describeSealedRows(given);
  });
}
