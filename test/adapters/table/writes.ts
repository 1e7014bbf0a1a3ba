import { describe, expect, it } from 'vitest';
import { toolCallStore } from '../../../src/aws/calls-table/tool-calls.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { connectionItem, toolCallItem } from '../../../src/aws/table/item-keys.ts';
import { serverStore } from '../../../src/aws/table/servers.ts';
import type { Backend } from '../../backends/backend.ts';
import { added, bytes, connection, put, server, toolCall, uuidV7, writeId } from '../samples.ts';
import { type Given, newWorkspace, rawItem } from './given.ts';

export function describeWrites(given: Given, { serialisesWrites }: Pick<Backend, 'serialisesWrites'>): void {
  const newKey = () => ({ workspaceId: newWorkspace(), connectionId: 'google' });

  describe('writes', () => {
    it('creates an item that is absent, and only then', async () => {
      const store = connectionStore(given());
      const key = newKey();
      const create = () => ({ ...put(connection), expect: { epoch: { absent: true } } as const });
      expect(await store.read(key)).toBeUndefined();
      expect(await store.change(key, create())).toBe(true);
      expect(await store.read(key)).toEqual(connection);
      expect(await store.change(key, { ...create(), set: { epoch: 9 } })).toBe(false);
      expect(await store.read(key)).toEqual(connection);
    });

    it('adds a whole item where there is none, and only there', async () => {
      const store = connectionStore(given());
      const key = newKey();
      expect(await store.add(key, added({ ...connection, failures: undefined }))).toBe(true);
      expect(await store.read(key)).toStrictEqual(connection);
      expect(await store.add(key, added({ ...connection, generation: 9 }))).toBe(false);
      expect(await store.read(key)).toEqual(connection);
    });

    it('keeps each member of a map that people choose, whatever its name is', async () => {
      const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'length', 'S', 'M'];
      const members = Object.fromEntries(names.map((name) => [name, `the ${name}`]));
      const value = { json: members };
      const placements = [{ in: 'env' as const, name: 'A_TOKEN', value }];
      const registration = { ...server.registration, placements };
      const serverKey = { workspaceId: newWorkspace(), serverId: 'crm' };
      const servers = serverStore(given());
      expect(await servers.change(serverKey, put({ ...server, registration }))).toBe(true);
      expect((await servers.read(serverKey))?.registration).toStrictEqual(registration);
      const more = { variables: members, facts: members };
      const store = connectionStore(given());
      const key = newKey();
      expect(await store.add(key, added({ ...connection, ...more }))).toBe(true);
      expect(await store.read(key)).toStrictEqual({ ...connection, ...more });
    });

    it('compares epoch and generation and sets both tokens at once', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put({ ...connection, epoch: 3, generation: 7 }));
      const storeTokens = (epoch: number, generation: number) =>
        store.change(key, {
          expect: { epoch: { is: epoch }, generation: { is: generation } },
          set: { generation: generation + 1, sealedAccess: bytes(10), sealedRefresh: bytes(20) },
          writeId: writeId(),
        });
      expect(await storeTokens(2, 7)).toBe(false);
      expect(await storeTokens(3, 6)).toBe(false);
      expect((await store.read(key))?.sealedAccess).toBeUndefined();
      expect(await storeTokens(3, 7)).toBe(true);
      expect(await store.read(key)).toMatchObject({
        generation: 8,
        sealedAccess: bytes(10),
        sealedRefresh: bytes(20),
      });
    });

    it('leaves attributes alone that it does not name', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put(connection));
      await store.change(key, { expect: {}, set: { lastUsedHour: 5 }, writeId: writeId() });
      expect(await store.read(key)).toEqual({ ...connection, lastUsedHour: 5 });
    });

    it('removes what is set to undefined', async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put({ ...connection, leaseId: 'mine', leaseUntil: 5, failures: 1 }));
      const set = { leaseId: undefined, leaseUntil: undefined, failures: 2 };
      expect(await store.change(key, { expect: {}, set, writeId: writeId() })).toBe(true);
      const record = await store.read(key);
      expect(record).toEqual({ ...connection, failures: 2 });
      expect(Object.keys(record ?? {})).not.toContain('leaseId');
    });

    it('leaves undefined members of a map out', async () => {
      const store = connectionStore(given());
      const key = newKey();
      const receipt = {
        requestedAt: '2026-11-24T00:00:00Z',
        requestedBy: 'ann',
        revocation: { outcome: 'revoked', at: undefined },
        tokensDeletedAt: undefined,
      } as const;
      await store.change(key, put({ ...connection, receipt }));
      expect((await store.read(key))?.receipt).toStrictEqual({
        requestedAt: '2026-11-24T00:00:00Z',
        requestedBy: 'ann',
        revocation: { outcome: 'revoked' },
      });
    });

    it('keeps every byte of the largest sealed tokens, as binary', async () => {
      const store = connectionStore(given());
      const key = newKey();
      const sealedAccess = bytes(16 * 1024);
      // node:crypto answers Buffers, which are views into a larger pool.
      const sealedRefresh = Buffer.from(bytes(300)).subarray(7, 290);
      await store.change(key, put({ ...connection, sealedAccess, sealedRefresh }));
      const record = await store.read(key);
      expect(record?.sealedAccess).toEqual(sealedAccess);
      expect(record?.sealedRefresh).toEqual(Uint8Array.from(sealedRefresh));
      expect(record?.sealedAccess).toBeInstanceOf(Uint8Array);
      expect((await rawItem(given(), connectionItem(key)))?.sealedAccess?.B).toBeDefined();
    });

    it('writes the time to forget in whole seconds, rounded up, and keeps it out of the record', async () => {
      const store = toolCallStore(given());
      const key = { workspaceId: newWorkspace(), day: '2023-11-14', operationId: uuidV7(0) };
      const ttl = async () => (await rawItem(given(), toolCallItem(key)))?.ttl;
      await store.add(key, { ...added(toolCall), forgetAt: 1_700_000_000_001 });
      expect(await ttl()).toEqual({ N: '1700000001' });
      expect(await store.read(key)).toEqual(toolCall);
      await store.change(key, { expect: {}, set: { outcome: 'not_connected' }, writeId: writeId() });
      expect(await ttl()).toEqual({ N: '1700000001' });
      await store.change(key, { ...put(toolCall), forgetAt: 1_800_000_000_000 });
      expect(await ttl()).toEqual({ N: '1800000000' });
    });

    const when = serialisesWrites
      ? 'at the same time'
      : 'one after another, since this backend does not serialise writes';
    it(`lets exactly one of 50 claims through ${when}`, async () => {
      const store = connectionStore(given());
      const key = newKey();
      await store.change(key, put({ ...connection, leaseUntil: 1_000 }));
      const claims = Array.from({ length: 50 }, (_, index) => `claim-${index}`);
      const claim = (leaseId: string) =>
        store.change(key, {
          expect: { leaseUntil: { absentOrAtMost: 1_000 } },
          set: { leaseId, leaseUntil: 2_000 },
          writeId: leaseId,
        });
      const outcomes: boolean[] = [];
      if (serialisesWrites) outcomes.push(...(await Promise.all(claims.map(claim))));
      else for (const leaseId of claims) outcomes.push(await claim(leaseId));
      const winners = claims.filter((_, index) => outcomes[index]);
      expect(winners).toHaveLength(1);
      expect((await store.read(key))?.leaseId).toBe(winners[0]);
    });

    it('rejects, and asks for nothing, when a part of the key is malformed', async () => {
      const key = { workspaceId: 'acme#2', connectionId: 'google' };
      const store = connectionStore(given());
      await expect(store.read(key)).rejects.toThrow(TypeError);
      await expect(store.change(key, put(connection))).rejects.toThrow(TypeError);
      await expect(store.add(key, added(connection))).rejects.toThrow(TypeError);
      await expect(store.delete(key, {})).rejects.toThrow(TypeError);
    });
  });
}
