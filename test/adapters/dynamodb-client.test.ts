import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDynalite } from '../../local/dynalite.ts';
import { dynamoDBClient } from '../../src/aws/dynamodb-client.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { connection, put } from './samples.ts';

const key = { workspaceId: 'acme', connectionId: 'google' };

function environment(endpoint: string): void {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the DynamoDB client of the functions', () => {
  it('takes region, credentials and endpoint from the environment', async () => {
    const local = await startDynalite();
    environment(local.endpoint);
    const client = dynamoDBClient();
    await createTable(client, 'connections');
    const store = connectionStore({ client, tableName: 'connections' });
    expect(await store.change(key, put(connection))).toBe(true);
    expect(await store.read(key)).toEqual(connection);
    client.destroy();
    await local.close();
  });

  describe('against a server that always fails', () => {
    let server: http.Server;
    let client: DynamoDBClient;
    let requests = 0;

    beforeEach(async () => {
      server = http.createServer((_, answer) => {
        requests += 1;
        answer.writeHead(500).end();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      environment(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      client = dynamoDBClient();
    });
    afterEach(() => {
      client.destroy();
      server.close();
    });

    it('makes three attempts, and ends each that is not answered rather than warn about it', async () => {
      await expect(connectionStore({ client, tableName: 'connections' }).read(key)).rejects.toThrow();
      expect(requests).toBe(3);
      // What the handler made of the options; to wait for the timeouts themselves would take nine seconds.
      const handler = client.config.requestHandler as unknown as { httpHandlerConfigs(): object };
      expect(handler.httpHandlerConfigs()).toMatchObject({
        connectionTimeout: 1_000,
        requestTimeout: 3_000,
        throwOnRequestTimeout: true,
        socketTimeout: 3_000,
      });
    });
  });
});
