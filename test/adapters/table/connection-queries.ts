import { describe, expect, it, vi } from 'vitest';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { workspaceMarks } from '../../../src/aws/table/workspace-marks.ts';
import { dueShardOf } from '../../../src/broker/connection/due-shard.ts';
import type { ConnectionKey, DueItem, DuePosition } from '../../../src/broker/stores.ts';
import { bytes, connection, put, writeId } from '../samples.ts';
import { type Given, newWorkspace } from './given.ts';

export function describeConnectionQueries(given: Given): void {
  describe('the list of connections', () => {
    it('is the workspace’s own, without its mark and without those of ids that begin alike', async () => {
      const store = connectionStore(given());
      const workspaceId = newWorkspace();
      const mine = ['google', 'custom~crm', 'slack-user'];
      for (const connectionId of mine) await store.change({ workspaceId, connectionId }, put(connection));
      for (const neighbour of [`${workspaceId}-`, `${workspaceId}0`, workspaceId.slice(0, -1)]) {
        await store.change({ workspaceId: neighbour, connectionId: 'github' }, put(connection));
      }
      await workspaceMarks(given()).change({ workspaceId }, put({ deletedAt: 1 }));

      const log = { error: vi.fn() };
      const listed = await connectionStore({ ...given(), log }).list(workspaceId);
      // The mark is no damaged connection either.
      expect(log.error).not.toHaveBeenCalled();
      expect(listed.map(({ key }) => key)).toEqual([
        { workspaceId, connectionId: 'custom~crm' },
        { workspaceId, connectionId: 'google' },
        { workspaceId, connectionId: 'slack-user' },
      ]);
      expect(listed[0]?.record).toEqual(connection);
    });

    it('reads on beyond the 1 MB of a page', async () => {
      const store = connectionStore(given());
      const workspaceId = newWorkspace();
      const sealedAccess = bytes(300_000);
      for (const label of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
        await store.change(
          { workspaceId, connectionId: `google~${label}` },
          put({ ...connection, sealedAccess }),
        );
      }
      const listed = await store.list(workspaceId);
      expect(listed.map(({ key }) => key.connectionId.at(-1)).join('')).toBe('abcdefg');
      expect(listed.every(({ record }) => record.sealedAccess?.length === 300_000)).toBe(true);
    });
  });

  describe('the due index', () => {
    const schedule = (key: ConnectionKey, shard: number, dueAt: number) =>
      connectionStore(given()).change(
        key,
        put({ ...connection, dueShard: dueShardOf(shard), dueAt, appKey: 'verified/google/1' }),
      );
    const due = async (shard: number, before: number, limit = 100): Promise<DueItem[]> =>
      (await connectionStore(given()).due(shard, { before, limit })).items;

    it('answers what is due by then, soonest first, up to the limit, of one shard', async () => {
      const workspaceId = newWorkspace();
      const times = { late: 3_000, first: 900, second: 1_000, third: 2_000 };
      for (const [label, dueAt] of Object.entries(times)) {
        await schedule({ workspaceId, connectionId: `google~${label}` }, 3, dueAt);
      }
      await schedule({ workspaceId, connectionId: 'google~elsewhere' }, 4, 950);

      const item = (label: 'first' | 'second' | 'third') => ({
        key: { workspaceId, connectionId: `google~${label}` },
        dueAt: times[label],
        appKey: 'verified/google/1',
        status: 'active',
      });
      expect(await due(3, 2_000)).toEqual([item('first'), item('second'), item('third')]);
      expect(await due(3, 2_000, 2)).toEqual([item('first'), item('second')]);
      expect(await due(3, 899)).toEqual([]);
      expect(await due(5, 9_999)).toEqual([]);
    });

    it('goes on after a page, also between items of the same time, and ends', async () => {
      const workspaceId = newWorkspace();
      for (const label of ['a', 'b', 'c', 'd', 'e'])
        await schedule({ workspaceId, connectionId: `google~${label}` }, 9, label < 'd' ? 700 : 800);
      const seen: string[] = [];
      let after: DuePosition | undefined;
      do {
        const page = await connectionStore(given()).due(9, { before: 800, limit: 2, after });
        seen.push(...page.items.map(({ key }) => key.connectionId.at(-1) ?? ''));
        after = page.next;
      } while (after);
      expect(seen.sort().join('')).toBe('abcde');
    });

    it('forgets what has no due time any more, and follows one that moved', async () => {
      const workspaceId = newWorkspace();
      const [stops, moves] = ['google~stops', 'google~moves'].map((connectionId) => ({
        workspaceId,
        connectionId,
      })) as [ConnectionKey, ConnectionKey];
      await schedule(stops, 6, 100);
      await schedule(moves, 6, 200);
      const { change } = connectionStore(given());
      const set = { dueShard: undefined, dueAt: undefined };
      await change(stops, { expect: {}, set, writeId: writeId() });
      await change(moves, { expect: {}, set: { dueAt: 5_000 }, writeId: writeId() });
      expect(await due(6, 4_999)).toEqual([]);
      expect((await due(6, 5_000)).map(({ key }) => key)).toEqual([moves]);
    });

    it('has no other shards', async () => {
      await expect(due(16, 1)).rejects.toThrow(RangeError);
    });
  });

  describe('the account index', () => {
    it('finds every connection of an account, in all workspaces, and no longer those that left it', async () => {
      const store = connectionStore(given());
      const workspaces = [newWorkspace(), newWorkspace(), newWorkspace()];
      const accountKey = `account-of-${workspaces[0]}`;
      const keys = workspaces.map((workspaceId) => ({ workspaceId, connectionId: 'google' }));
      for (const key of keys) await store.change(key, put({ ...connection, accountKey }));
      const [first, second, third] = keys as [ConnectionKey, ConnectionKey, ConnectionKey];
      await store.change(second, {
        expect: {},
        set: { accountKey: `${accountKey}-other` },
        writeId: writeId(),
      });
      await store.change(third, { expect: {}, set: { accountKey: undefined }, writeId: writeId() });
      expect(await store.sharingAccount(accountKey)).toEqual([first]);
      expect(await store.sharingAccount(`${accountKey}-other`)).toEqual([second]);
      expect(await store.sharingAccount('nobody')).toEqual([]);
    });
  });
}
