/**
 * Records of calls through the function as it is deployed: its table, its requests, and a file as API Gateway gets it.
 * Covers lambdas/connections-api.ts, lambdas/http-handler.ts, src/aws/calls-table/call-reads.ts, src/http/file-part.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toolCallStore } from '../../src/aws/calls-table/tool-calls.ts';
import { operationDay } from '../../src/broker/inject/operation-id.ts';
import { systemRandom } from '../../src/system/random.ts';
import { added, toolCall } from '../adapters/samples.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { bearer } from './authorizer-events.ts';
import { behindTheGateway, captureLog, coldStart } from './entry.ts';
import { callerToken, issuerFetch } from './issuer-stand-in.ts';
import { CALLS_TABLE, type CountedTable, countedTable } from './table-behind-a-counter.ts';

answerFunctions(issuerFetch);

const CALLS = '/v1/workspaces/acme/calls';
const ADA = { issuer: 'https://issuer.example', subject: 'ada' };
const operationId = systemRandom.uuidV7(Date.now());

let table: CountedTable;
let api: ReturnType<typeof behindTheGateway>;
let headers: Record<string, string>;
beforeAll(async () => {
  table = await countedTable();
  const calls = toolCallStore({ client: table.client, tableName: CALLS_TABLE });
  const key = { workspaceId: 'acme', day: operationDay(operationId), operationId };
  await calls.add(key, added({ ...toolCall, at: Date.now(), caller: ADA, tool: 'größe' }));
  api = behindTheGateway(await coldStart('connections-api', { dynamodb: table.endpoint }));
  headers = bearer(await callerToken());
});
afterAll(() => table.close());
beforeEach(() => {
  table.requests.length = 0;
  captureLog();
});

describe('connections-api’s function', () => {
  it('lists the calls of seven days with sixteen queries for each, and nothing else', async () => {
    const { statusCode, body } = await api({ path: CALLS, headers });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body).calls).toMatchObject([{ operationId, tool: 'größe', caller: 'ada' }]);
    // Just before midnight (UTC) a day more: ids can be of tomorrow.
    expect([7 * 16, 8 * 16]).toContain(table.requests.length);
    expect(new Set(table.requests)).toEqual(new Set(['Query']));
  });

  it('reads one call with one query, and counts a day with sixteen', async () => {
    const one = await api({ path: `${CALLS}/${operationId}`, headers });
    expect(JSON.parse(one.body)).toMatchObject({ operationId, outcome: 'injected' });
    expect(table.requests).toEqual(['Query']);
    table.requests.length = 0;
    const query = `day=${operationDay(operationId)}`;
    const counts = await api({ path: '/v1/workspaces/acme/call-counts', query, headers });
    expect(JSON.parse(counts.body)).toMatchObject({ total: 1, more: false });
    expect(table.requests).toHaveLength(16);
  });

  it('T244: hands a file over as its bytes, with the byte order mark', async () => {
    const answer = await api({ path: `${CALLS}.csv`, headers });
    expect(answer).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="calls-acme.csv"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
    const bytes = Buffer.from(answer.body, 'base64');
    expect([...bytes.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x22]);
    expect(bytes.toString()).toContain('"größe"');
  });
});
