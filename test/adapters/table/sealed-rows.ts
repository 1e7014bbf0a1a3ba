import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { sealedRows } from '../../../src/aws/sweeps/sealed-rows.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { consentSessionStore } from '../../../src/aws/table/consent-sessions.ts';
import { appPolicyStore, oauthAppStore } from '../../../src/aws/table/oauth-apps.ts';
import { serverStore } from '../../../src/aws/table/servers.ts';
import type { SealedRow } from '../../../src/broker/data-key/sealed-rows.ts';
import type { ItemPosition } from '../../../src/broker/stores.ts';
import {
  appPolicy,
  bytes,
  connection,
  consentSession,
  oauthApp,
  put,
  server,
  sessionId,
} from '../samples.ts';
import { type Given, newWorkspace } from './given.ts';

export function describeSealedRows(given: Given): void {
  /** Over all pages of all segments: the table is shared by all tests. */
  async function everything(segments = 3): Promise<{ rows: SealedRow[]; unknown: number }> {
    const all = { rows: [] as SealedRow[], unknown: 0 };
    for (let segment = 0; segment < segments; segment++) {
      let after: ItemPosition | undefined;
      do {
        const page = await sealedRows(given()).page({ segment, segments, after });
        all.rows.push(...page.rows);
        all.unknown += page.unknown;
        after = page.next;
      } while (after);
    }
    return all;
  }

  describe('everything sealed', () => {
    it('is found by item type with its key, and nothing that is not sealed', async () => {
      const workspaceId = newWorkspace();
      const session = { sessionId: sessionId(workspaceId) };
      const app = { owner: workspaceId, provider: 'google', version: 12 };
      const connections = connectionStore(given());
      const destination = bytes(32);
      const tokens = { sealedAccess: bytes(40), sealedRefresh: bytes(50) };
      const key = { workspaceId, connectionId: 'google' };
      await connections.change(key, put({ ...connection, ...tokens, destination, generation: 7 }));
      await connections.change({ workspaceId, connectionId: 'slack' }, put(connection));
      await consentSessionStore(given()).change(session, put(consentSession));
      await oauthAppStore(given()).change(app, put({ ...oauthApp, version: 12 }));
      await serverStore(given()).change({ workspaceId, serverId: 'crm' }, put(server));
      await appPolicyStore(given()).change({ workspaceId }, put(appPolicy));
      const { rows } = await everything();
      expect(rows).toContainEqual({ type: 'connection', key, generation: 7, destination, sealed: tokens });
      const secret = { seal: oauthApp.seal, sealedSecret: oauthApp.sealedSecret };
      expect(rows).toContainEqual({ type: 'oauthApp', key: app, destination, sealed: secret });
      const verifier = { sealedVerifier: consentSession.sealedVerifier };
      expect(rows).toContainEqual({ type: 'consentSession', key: session, destination, sealed: verifier });
      const own = { workspaceId, serverId: 'crm' };
      expect(rows).toContainEqual({ type: 'server', key: own, destination, sealed: { seal: server.seal } });
      const choice = { destination: appPolicy.destination, sealed: { seal: appPolicy.seal } };
      expect(rows).toContainEqual({ type: 'appPolicy', key: { workspaceId }, ...choice });
      expect(rows.filter((row) => JSON.stringify(row.key).includes(workspaceId)).length).toBe(4);
    });

    it('is replaced where it is still exactly what was read, and nothing else with it', async () => {
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      const connections = connectionStore(given());
      const sealed = { sealedAccess: bytes(40), sealedRefresh: bytes(50) };
      const destination = bytes(32);
      await connections.change(key, put({ ...connection, ...sealed, destination }));
      const item = await raw(given, key);
      const row = { type: 'connection', key, generation: 1, destination, sealed } as const;
      expect(await sealedRows(given()).replace(row, { sealedAccess: bytes(41) })).toBe(true);
      expect(await raw(given, key)).toEqual({ ...item, sealedAccess: { B: bytes(41) } });
      expect(await sealedRows(given()).replace(row, { sealedAccess: bytes(42) })).toBe(false);
      expect((await connections.read(key))?.sealedAccess).toEqual(bytes(41));
    });

    it('is not made where it is gone, nor where the item is', async () => {
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      const row = {
        type: 'connection',
        key,
        generation: 1,
        destination: bytes(32),
        sealed: { sealedAccess: bytes(40) },
      } as const;
      expect(await sealedRows(given()).replace(row, { sealedAccess: bytes(41) })).toBe(false);
      expect(await raw(given, key)).toBeUndefined();
      await connectionStore(given()).change(key, put(connection));
      expect(await sealedRows(given()).replace(row, { sealedAccess: bytes(41) })).toBe(false);
      expect((await connectionStore(given()).read(key))?.sealedAccess).toBeUndefined();
    });

    it('is in one segment each, however many there are', async () => {
      const idsIn = async (segments: number) =>
        (await everything(segments)).rows.map(({ type, key }) => JSON.stringify([type, key])).sort();
      const whole = await idsIn(1);
      expect(new Set(whole).size).toBe(whole.length);
      expect(await idsIn(8)).toEqual(whole);
    });

    it('is counted where its form is not known', async () => {
      const { client, tableName: TableName } = given();
      const pk = `other#${newWorkspace()}`;
      const before = (await everything()).unknown;
      const strange = { pk: { S: pk }, sk: { S: '-' }, sealedAccess: { B: bytes(40) } };
      await client.send(new PutItemCommand({ TableName, Item: strange }));
      expect((await everything()).unknown).toBe(before + 1);
      await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '-' } } }));
    });
  });
}

async function raw(
  given: Given,
  { workspaceId, connectionId }: { workspaceId: string; connectionId: string },
) {
  const { client, tableName: TableName } = given();
  const Key = { pk: { S: `conn#${workspaceId}` }, sk: { S: connectionId } };
  return (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
}
