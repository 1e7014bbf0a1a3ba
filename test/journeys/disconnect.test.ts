/**
 * What a disconnect does at the provider and what it leaves.
 * Covers src/broker/disconnect, src/broker/tokens/shared-grant.ts, src/broker/tokens/revoke-held-tokens.ts,
 * local/demo/search-for-tokens.ts.
 */
import { describe, expect, it } from 'vitest';
import { beginDisconnect, endConnection } from '../../src/broker/disconnect/end-connection.ts';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import {
  beginDisconnecting,
  connected,
  read,
  refreshesAtProvider,
  worksAtProvider,
  world,
} from './disconnecting.ts';

beginDisconnecting();

describe('disconnect', () => {
  it('T136 T165: revokes at the provider, deletes the sealed tokens, and leaves a tombstone with its receipt', async () => {
    const { key, accessToken, refreshToken } = await connected();
    expect(await worksAtProvider(accessToken)).toBe(true);
    const { status, body } = await world.ada.disconnect('acme', key.connectionId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      requestedBy: 'ada',
      revocation: {
        outcome: 'revoked',
        at: new URL(world.environment.urls.demoProvider).host,
        reach: 'token',
      },
      tokensDeletedAt: expect.any(String),
    });
    // What an injector handed out before is worth nothing any more, and the refresh token brings nothing new.
    expect(await worksAtProvider(accessToken)).toBe(false);
    expect(await refreshesAtProvider(refreshToken)).toBe(false);
    const tombstone = await read(key);
    expect(tombstone).toMatchObject({ status: 'disconnected', epoch: 2, generation: 1 });
    for (const gone of [
      'sealedAccess',
      'sealedRefresh',
      'accountKey',
      'dueAt',
      'dueShard',
      'leaseId',
    ] as const) {
      expect(tombstone?.[gone]).toBeUndefined();
    }
  });

  it('leaves a grant that another live connection shares, and says so', async () => {
    const [one, other] = [await connected(), await connected()];
    // The demo provider ends a token alone; a provider like Google ends the whole grant.
    const demo = world.environment.ports.catalogue.get('demo');
    if (demo?.oauth.revocation.kind !== 'rfc7009') throw new Error('unexpected facts');
    const revocation = { ...demo.oauth.revocation, reach: 'grant' as const };
    const catalogue = new Map([['demo', { ...demo, oauth: { ...demo.oauth, revocation } }]]);
    const ports = { ...world.environment.ports, catalogue };
    expect((await endConnection(ports, { key: one.key, actor: 'ada' })).revocation.outcome).toBe(
      'left_shared_grant',
    );
    expect(await worksAtProvider(other.accessToken)).toBe(true);
    expect((await read(one.key))?.sealedAccess).toBeUndefined();
  });

  it('T158: a provider without revocation: deleted here, and the receipt says where to withdraw by hand', async () => {
    const { key } = await connected();
    const demo = world.environment.ports.catalogue.get('demo');
    if (!demo) throw new Error('no demo');
    const revocation = { kind: 'none' as const, byHandAt: 'https://provider.example/apps' };
    const catalogue = new Map([['demo', { ...demo, oauth: { ...demo.oauth, revocation } }]]);
    const receipt = await endConnection({ ...world.environment.ports, catalogue }, { key, actor: 'ada' });
    expect(receipt).toMatchObject({
      revocation: { outcome: 'not_supported', byHandAt: 'https://provider.example/apps' },
    });
    expect(receipt.tokensDeletedAt).toBeDefined();
  });

  it('T161: leaves no token bytes in the table', async () => {
    const { key, accessToken } = await connected();
    const before = await read(key);
    await world.ada.disconnect('acme', key.connectionId);
    const { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } = await import('../../local/ports.ts');
    const { searchForTokens } = await import('../../local/demo/search-for-tokens.ts');
    const client = localDynamoDB(world.environment.tableSocket);
    const sealed = Buffer.from(before?.sealedAccess ?? []).toString('latin1');
    const search = await searchForTokens(new Set([accessToken]), {
      client,
      tableNames: [TABLE_NAME, CALLS_TABLE_NAME],
      directories: [],
    });
    expect(search.items).toBeGreaterThan(0);
    expect(search.found).toBe(0);
    const { ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE_NAME }));
    const binaries = Items.flatMap((item) =>
      Object.values(item).flatMap(({ B }) => (B ? [Buffer.from(B).toString('latin1')] : [])),
    );
    client.destroy();
    expect(sealed.length).toBeGreaterThan(33);
    expect(binaries).not.toContain(sealed);
  });

  it('an unknown connection is not found', async () => {
    expect(await world.ada.disconnect('acme', 'demo~nosuch')).toMatchObject({ status: 404 });
    const key = { workspaceId: 'acme', connectionId: 'demo~nosuch' };
    expect(await beginDisconnect(world.environment.ports, { key, actor: 'ada' })).toBeUndefined();
  });

  it('a tombstone can be connected again, under a higher epoch', async () => {
    const { key, label } = await connected();
    const receipt: DisconnectReceipt = (await world.ada.disconnect('acme', key.connectionId)).body;
    expect(receipt.revocation.outcome).toBe('revoked');
    await world.connect(world.ada, 'acme', { provider: 'demo', label });
    const record = await read(key);
    expect(record).toMatchObject({ status: 'active', epoch: 3, generation: 2 });
    expect(record?.receipt).toBeUndefined();
  });
});
