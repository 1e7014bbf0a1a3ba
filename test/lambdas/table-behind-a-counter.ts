/** dynalite behind a proxy that knows how many requests a function makes, and can refuse them as DynamoDB would. */
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { createCallsTable, createTable } from '../../src/aws/table/create-table.ts';
import { clientOf } from '../backends/backend.ts';
import { startTcpDynalite } from '../backends/dynalite.ts';

export const TABLE = 'connections-test';
export const CALLS_TABLE = 'connections-test-calls';

export interface CountedTable {
  /** For `AWS_ENDPOINT_URL_DYNAMODB`. */
  endpoint: string;
  /** Past the counter. */
  client: DynamoDBClient;
  /** Operations that came through, such as `UpdateItem`. */
  requests: string[];
  /** Those but the injector's query for its data key, which it makes while it starts; in alphabetical order. */
  requestsOfCalls(): string[];
  /** From now on every request is refused with this error; undefined ends it. */
  refuse(error: { type: string; message: string } | undefined): void;
  close(): Promise<void>;
}

export async function countedTable(): Promise<CountedTable> {
  const dynalite = await startTcpDynalite();
  const client = clientOf(dynalite);
  await createTable(client, TABLE);
  await createCallsTable(client, CALLS_TABLE);
  const requests: string[] = [];
  let refusal: { type: string; message: string } | undefined;
  const proxy: LoopbackServer = await listenOnLoopback(0, () => async (incoming, response) => {
    const body = await buffer(incoming);
    requests.push(String(incoming.headers['x-amz-target']).split('.')[1] ?? '');
    if (refusal) {
      const answer = { __type: `com.amazonaws.dynamodb.v20120810#${refusal.type}`, message: refusal.message };
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
      return;
    }
    const { method = 'POST', headers } = incoming;
    const onward = http.request(dynalite.endpoint, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  });
  return {
    endpoint: proxy.origin,
    client,
    requests,
    requestsOfCalls: () => requests.filter((operation) => operation !== 'Query').sort(),
    refuse: (error) => {
      refusal = error;
    },
    close: async () => {
      client.destroy();
      await proxy.close();
      await dynalite.close();
    },
  };
}
