/**
 * T133, T167: what the release before wrote is read, refreshed, injected and disconnected by this one. Its rows are
 * this one's without the attributes that came since (`git diff ac15df6 -- src/broker/records.ts`); the envelope is the
 * same.
 * Covers src/aws/table/shapes.ts, src/aws/table/decode.ts, src/broker/records.ts.
 */
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { startWorld, type World } from './world.ts';

/** Attributes of a connection at ac15df6, and what every item has. */
const OF_THE_PREVIOUS = new Set(
  (
    'pk sk writeId ttl provider appOwner appVersion clientId redirectUri variables facts apiHosts status reason ' +
    'accountLabel accountFingerprint accountKey connectedBy connectedAt requestedScopes grantedScopes ' +
    'accessExpiresAt refreshExpiresAt epoch generation tokensStoredBy sealedAccess sealedRefresh leaseId leaseUntil ' +
    'attemptId attemptAt nextAttemptAt failures refreshedAt lastUsedHour dueShard dueAt appKey receipt revokeUntil'
  ).split(' '),
);
const key = { workspaceId: 'acme', connectionId: 'demo' };
const Key = { pk: { S: 'conn#acme' }, sk: { S: 'demo' } };

let world: World;
let client: ReturnType<typeof localDynamoDB>;
beforeAll(async () => {
  world = await startWorld();
  client = localDynamoDB(world.environment.tableSocket);
  await world.connect(world.ada, 'acme');
  const { Item = {} } = await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key }));
  const old = Object.fromEntries(Object.entries(Item).filter(([name]) => OF_THE_PREVIOUS.has(name)));
  await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: old }));
});
afterAll(async () => {
  client.destroy();
  await world.close();
});

const read = async () => {
  const record = await world.environment.ports.connections.read(key);
  if (!record) throw new Error('no such connection');
  return record;
};
const inject = () => {
  const operation = { id: world.operationId(), kind: 'call', server: 'provider:demo', tool: 'any' };
  const event = { version: '1', workspaceId: 'acme', operation };
  return answerInjection({ ...world.environment.ports, verifyCaller: undefined }, event);
};

describe('T133 T167 a connection of the previous release', () => {
  it('is shown and injected as it is', async () => {
    expect((await world.ada.connections('acme')).body.connections).toMatchObject([{ status: 'active' }]);
    expect((await inject()).isAuthorized).toBe(true);
    expect(await read()).toMatchObject({ generation: 1, status: 'active' });
  });

  it('falls due as it was told then, and is refreshed once', async () => {
    const { dueAt = 0 } = await read();
    world.advance(dueAt - world.now() + 1);
    expect((await world.environment.tick()).outcomes).toEqual({ refreshed: 1 });
    expect((await world.environment.tick()).outcomes).toEqual({});
    expect(await read()).toMatchObject({ generation: 2, status: 'active' });
    expect((await inject()).isAuthorized).toBe(true);
  });

  it('is held up by the health that its app was given then, and no longer', async () => {
    const { ports } = world.environment;
    const pauseUntil = world.now() + 60_000;
    const Item = {
      ...{ pk: { S: 'health#verified/demo/1' }, sk: { S: '-' }, writeId: { S: 'then' } },
      ...{ pauseUntil: { N: String(pauseUntil) }, reason: { S: 'provider_throttled' } },
    };
    await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
    world.advance(6_000);
    const refresh = () => refreshConnection(ports, { key, deadline: world.now() + 60_000 });
    expect((await refresh()).outcome).toBe('paused');
    world.advance(60_000);
    expect((await refresh()).outcome).toBe('refreshed');
  });

  it('is disconnected, revoked and deleted', async () => {
    const { status, body } = await world.ada.disconnect('acme', 'demo');
    expect([status, body.revocation.outcome]).toEqual([200, 'revoked']);
    const { status: last, sealedAccess, sealedRefresh } = await read();
    expect([last, sealedAccess, sealedRefresh]).toEqual(['disconnected', undefined, undefined]);
  });
});
