/**
 * After a whole life of a connection, every secret of it is looked for wherever something is kept or told.
 * Covers src/http/connections-api.ts, src/http/connect.ts, src/broker/sealed-places.ts,
 * src/broker/apps/list-providers.ts, src/system/json-log.ts.
 */
import { createHash } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createScrubber } from '../../client/src/scrub-bytes.ts';
import { patternsOf } from '../../client/src/secret-patterns.ts';
import { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { EventToPublish } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { startWorld, type World } from './world.ts';

const key = { workspaceId: 'acme', connectionId: 'demo' };
const CLIENT_SECRET = 'a-client-secret-that-acme-entered';

let world: World;
const secrets = new Set<string>();
const answers: string[] = [];
const told: string[] = [];
const stored: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  const { ports } = world.environment;
  const { ada } = world;
  const request = ada.request.bind(ada);
  vi.spyOn(ada, 'request').mockImplementation(async (...asked) => {
    const answer = await request(...asked);
    answers.push(JSON.stringify(answer));
    return answer as never;
  });
  const { publish } = ports.events;
  ports.events.publish = async (event: EventToPublish) => {
    told.push(JSON.stringify(event));
    return publish(event);
  };
  await live();
  const client = localDynamoDB(world.environment.tableSocket);
  for (const TableName of [TABLE_NAME, CALLS_TABLE_NAME])
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      for (const item of Items) {
        const binary = Object.values(item).flatMap(({ B }) => (B ? Buffer.from(B).toString('latin1') : []));
        stored.push(JSON.stringify(item), ...binary);
      }
  client.destroy();
});
afterAll(() => world.close());

async function noteTokens(): Promise<void> {
  const { ports } = world.environment;
  const record = await ports.connections.read(key);
  const { access, refresh } = await openTokens(ports, key, record ?? expect.unreachable());
  for (const secret of [access, refresh]) secrets.add(secret?.reveal() ?? expect.unreachable());
}

let operationId = '';

/** Connected with an app of its own, called, refreshed, shown in every way, connected anew, refreshed; then half gone. */
async function live(): Promise<void> {
  const { ports, demoProvider, urls } = world.environment;
  secrets.add(CLIENT_SECRET);
  const redirectUris = [`${urls.api}/oauth/callback/demo/acme`];
  await demoProvider.registerClient({ clientId: 'acme-1', clientSecret: CLIENT_SECRET, redirectUris });
  await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/demo', {
    clientId: 'acme-1',
    clientSecret: CLIENT_SECRET,
  });
  for (const label of [undefined, 'second']) {
    const labelled = label === undefined ? {} : { label };
    const returned = await world.consented(world.ada, 'acme', {
      provider: 'demo',
      app: 'workspace',
      ...labelled,
    });
    secrets.add(returned.completionSecret);
    secrets.add(new URLSearchParams(returned.query).get('code') ?? '');
    await world.ada.complete('acme', returned);
  }
  await noteTokens();
  operationId = world.operationId();
  const operation = { id: operationId, kind: 'call', server: 'provider:demo', tool: 'any' };
  const event = { version: '1', ...key, operation };
  expect(await answerInjection({ ...ports, verifyCaller: undefined }, event)).toMatchObject({
    isAuthorized: true,
  });
  await refreshConnection(ports, { key, deadline: world.now() + 60_000 });
  await noteTokens();
  await look();
  await world.ada.disconnect('acme', 'demo~second');
  await look();
}

async function look(): Promise<void> {
  const part: Record<string, string> = {
    ws: 'acme',
    connectionId: 'demo',
    provider: 'demo',
    serverId: 'none',
    operationId,
  };
  for (const { method, path } of ROUTES)
    if (method === 'get' && !path.startsWith('/oauth/'))
      await world.ada.request(
        'GET',
        path.replace(/\{(\w+)\}/g, (_, name) => part[name] ?? name),
      );
}

/** An unkeyed hash of it. */
function hashesOf(secret: string): string[] {
  const hash = createHash('sha256').update(secret).digest();
  return (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) => hash.toString(encoding));
}

/** Texts that hold a secret in any form that careless code would write, or a hash of it. */
function traces(where: readonly string[]): string[] {
  const patterns = patternsOf([...secrets]);
  const hashes = [...secrets].flatMap(hashesOf);
  return where.filter((text) => {
    let isFound = hashes.some((hash) => text.includes(hash));
    const onFound = () => {
      isFound = true;
    };
    const scrubber = createScrubber({ patterns, onFound });
    scrubber.push(Buffer.from(text, 'latin1'));
    scrubber.end();
    return isFound;
  });
}

it('the secrets of this life are known, and a trace of one would be found', () => {
  expect(secrets.size).toBe(9);
  const [secret = ''] = secrets;
  expect(traces([`x${Buffer.from(`y${secret}z`).toString('base64')}`])).not.toEqual([]);
  expect(traces([createHash('sha256').update(secret).digest('base64url')])).not.toEqual([]);
});

it('T068: nothing of them is in the table', () => {
  expect(stored.length).toBeGreaterThan(15);
  expect(traces(stored)).toEqual([]);
});

it('T069: nothing of them is in any answer of the API', () => {
  expect(answers.length).toBeGreaterThan(20);
  // The start tells its own secret, once, to whoever starts.
  const others = answers.filter((answer) => !answer.includes('"completionSecret":"'));
  expect(answers.length - others.length).toBe(2);
  expect(traces(others)).toEqual([]);
});

it('T067: nothing of them is told to anybody', () => {
  expect(told.map((event) => JSON.parse(event).type)).toEqual(
    expect.arrayContaining(['connected', 'disconnected']),
  );
  expect(traces(told)).toEqual([]);
});

it('T063: nothing of them is logged', () => {
  expect(world.logged.length).toBeGreaterThan(2);
  expect(traces(world.logged)).toEqual([]);
});
