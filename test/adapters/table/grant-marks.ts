/** The tests that each store of grant marks passes: the store on the table, and the store in memory. */
import { describe, expect, it } from 'vitest';
import type { GrantMark } from '../../../src/broker/records.ts';
import type { GrantMarkKey, GrantMarkStore } from '../../../src/broker/stores.ts';
import { put, sessionId, uuidV7 } from '../samples.ts';

/** The millisecond of `uuidV7(0)`. */
const START = 1_700_000_000_000;
const mark: GrantMark = { until: 5, grant: 'hash', workspaceId: 'acme', connectionId: 'google', epoch: 2 };
let clients = 0;

export function describeGrantMarks(storeOf: () => GrantMarkStore): void {
  describe('marks of grants', () => {
    const newClient = () => sessionId(`client ${clients++}`);
    const add = async (key: GrantMarkKey) => {
      expect(await storeOf().change(key, put(mark))).toBe(true);
      return key;
    };

    it('are kept and removed', async () => {
      const store = storeOf();
      const key = await add({ clientKey: newClient(), kind: 'consent', id: uuidV7(1) });
      expect(await store.read(key)).toEqual(mark);
      expect(await store.delete(key, {})).toBe(true);
      expect(await store.since(key, 0)).toEqual([]);
    });

    it('are found by client and kind, since a time, in the order of their making', async () => {
      const clientKey = newClient();
      const ids = [3, 1, 2, 900];
      for (const id of ids) await add({ clientKey, kind: 'consent', id: uuidV7(id) });
      await add({ clientKey, kind: 'revocation', id: uuidV7(5) });
      await add({ clientKey: newClient(), kind: 'consent', id: uuidV7(5) });
      const since = async (kind: GrantMarkKey['kind'], time: number) =>
        (await storeOf().since({ clientKey, kind }, time)).map(({ key }) => key.id);
      expect(await since('consent', 0)).toEqual([1, 2, 3, 900].map(uuidV7));
      expect(await since('consent', START + 2)).toEqual([2, 3, 900].map(uuidV7));
      expect(await since('consent', START + 901)).toEqual([]);
      expect(await since('revocation', START + 5)).toEqual([uuidV7(5)]);
    });
  });
}
