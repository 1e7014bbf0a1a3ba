/** Covers src/aws/dynamodb-client.ts. */
import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamoDBClient } from '../../src/aws/dynamodb-client.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { startTcpDynalite } from '../backends/dynalite.ts';
import { connection, put } from './samples.ts';

const key = { workspaceId: 'acme', connectionId: 'google' };
const NOTHING = (_: IncomingMessage, answer: http.ServerResponse) => answer.writeHead(200).end('{}');

function environment(endpoint: string): void {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the DynamoDB client of the functions', () => {
  it('takes region, credentials and endpoint from the environment', async () => {
    const local = await startTcpDynalite();
    environment(local.endpoint);
    const client = dynamoDBClient();
    await createTable(client, 'connections');
    const store = connectionStore({ client, tableName: 'connections' });
    expect(await store.change(key, put(connection))).toBe(true);
    expect(await store.read(key)).toEqual(connection);
    client.destroy();
    await local.close();
  });

  it('keeps calls apart that run at once, although they share their middleware', async () => {
    const local = await startTcpDynalite();
    environment(local.endpoint);
    const client = dynamoDBClient();
    await createTable(client, 'connections');
    const store = connectionStore({ client, tableName: 'connections' });
    const keys = Array.from({ length: 60 }, (_, index) => ({ ...key, workspaceId: `acme${index}` }));
    await Promise.all(keys.map((each, generation) => store.change(each, put({ ...connection, generation }))));
    const found = await Promise.all(keys.map((each) => store.read(each)));
    expect(found.map((record) => record?.generation)).toEqual(keys.map((_, index) => index));
    const again = await Promise.all(
      keys.map((each, index) =>
        store.change(each, { ...put(connection), expect: { generation: { is: index % 2 ? index : -1 } } }),
      ),
    );
    expect(again).toEqual(keys.map((_, index) => index % 2 === 1));
    client.destroy();
    await local.close();
  });

  describe('against a server', () => {
    let server: http.Server;
    let client: DynamoDBClient;
    let requests: { headers: http.IncomingHttpHeaders; body: Buffer }[];
    let answers: RequestListener[];
    const read = () => connectionStore({ client, tableName: 'connections' }).read(key);

    beforeEach(async () => {
      requests = [];
      answers = [];
      server = http.createServer(async (request, answer) => {
        requests.push({ headers: request.headers, body: await buffer(request) });
        (answers.shift() ?? NOTHING)(request, answer);
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

    it('makes three attempts where every one fails', async () => {
      answers = Array(9).fill((_: unknown, answer: http.ServerResponse) => answer.writeHead(500).end());
      await expect(read()).rejects.toThrow();
      expect(requests).toHaveLength(3);
      expect(requests.map(({ headers }) => headers['amz-sdk-request'])).toEqual(
        [1, 2, 3].map((attempt) => `attempt=${attempt}; max=3`),
      );
    });

    it.each<[string, RequestListener]>([
      ['a server error', (_, answer) => void answer.writeHead(503).end()],
      ['a dropped connection', (request) => void request.socket.destroy()],
      [
        'throttling',
        (_, answer) =>
          void answer
            .writeHead(400)
            .end('{"__type":"x#ProvisionedThroughputExceededException","message":""}'),
      ],
    ])('repeats after %s, signed anew', async (_case, failure) => {
      answers = [failure];
      expect(await read()).toBeUndefined();
      expect(requests).toHaveLength(2);
      expect(requests[1]?.headers.authorization).toContain('Credential=local/');
    });

    it('signs as the SDK does by default', async () => {
      await read();
      await read();
      const signer = await new DynamoDBClient().config.signer();
      for (const { headers, body } of requests) {
        const sent = headers as Record<string, string>;
        const { authorization, connection: _, 'x-amz-date': date = '', ...unsigned } = sent;
        const iso = date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
        const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {} };
        const signed = await signer.sign(
          { ...request, headers: unsigned, body },
          { signingDate: new Date(iso), signingService: 'dynamodb' },
        );
        expect((signed as { headers: Record<string, string> }).headers.authorization).toBe(authorization);
      }
    });

    it('asks for credentials at each signature, since those with a session end', async () => {
      vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', '2020-01-01T00:00:00Z');
      await read();
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'renewed');
      await read();
      const used = requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
      expect(used).toEqual(['local', 'renewed']);
    });
  });
});
