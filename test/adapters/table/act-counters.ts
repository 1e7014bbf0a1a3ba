/** What counters of acts do, on every backend and in memory. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ActCounters } from '../../../src/broker/stores.ts';
import type { Backend } from '../../backends/backend.ts';
import { sessionId } from '../samples.ts';

const bound = { limit: 100, forgetAt: 1_700_000_000_001 };

/** `storeOf` is called within tests: the table exists only then. */
export function describeActCounters(
  storeOf: () => ActCounters,
  { serialisesWrites }: Pick<Backend, 'serialisesWrites'>,
): void {
  const newKey = () => ({ counter: sessionId(randomUUID()), window: 7 });
  const takeAll = async (key: ReturnType<typeof newKey>, times: number): Promise<boolean[]> => {
    const store = storeOf();
    const taken: boolean[] = [];
    if (serialisesWrites)
      taken.push(...(await Promise.all(Array.from({ length: times }, () => store.take(key, bound)))));
    else for (let time = 0; time < times; time++) taken.push(await store.take(key, bound));
    return taken;
  };

  describe('counters of acts', () => {
    it('let exactly as many through as the limit says, of 150 at once', async () => {
      const key = newKey();
      expect((await takeAll(key, 150)).filter(Boolean)).toHaveLength(100);
      expect(await storeOf().take(key, bound)).toBe(false);
    });

    it('go on under a higher limit, since what was refused was not counted', async () => {
      const store = storeOf();
      const key = newKey();
      const limits = [1, 1, 1, 2, 2, 3];
      const taken: boolean[] = [];
      for (const limit of limits) taken.push(await store.take(key, { ...bound, limit }));
      expect(taken).toEqual([true, false, false, true, false, true]);
    });

    it('are apart by counter and by window', async () => {
      const store = storeOf();
      const key = newKey();
      const once = { ...bound, limit: 1 };
      expect(await store.take(key, once)).toBe(true);
      expect(await store.take(key, once)).toBe(false);
      expect(await store.take({ ...key, window: 8 }, once)).toBe(true);
      expect(await store.take({ ...key, counter: newKey().counter }, once)).toBe(true);
    });
  });
}
