/** The item of a counter of acts, past the adapter. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { actCounters } from '../../../src/aws/table/act-counters.ts';
import { actsItem } from '../../../src/aws/table/item-keys.ts';
import { sessionId } from '../samples.ts';
import { type Given, putRawItem, rawItem } from './given.ts';

export function describeCounterItems(given: Given): void {
  const newKey = () => ({ counter: sessionId(randomUUID()), window: 7 });
  const bound = { limit: 2, forgetAt: 1_700_000_000_001 };

  describe('the item of a counter', () => {
    it('has its count and the time to forget it, in whole seconds, rounded up', async () => {
      const key = newKey();
      for (let time = 0; time < 3; time++) await actCounters(given()).take(key, bound);
      const { pk, sk } = actsItem(key);
      expect(await rawItem(given(), actsItem(key))).toEqual({
        pk: { S: pk },
        sk: { S: sk },
        taken: { N: '2' },
        ttl: { N: '1700000001' },
      });
    });

    it.each([{ S: 'none' }, { BOOL: false }, { NULL: true as const }])(
      'lets nothing through where the count is no number: %j',
      async (taken) => {
        const key = newKey();
        const { pk, sk } = actsItem(key);
        await putRawItem(given(), { pk: { S: pk }, sk: { S: sk }, taken });
        // DynamoDB says that the condition does not hold; moto says that nothing can be added to it.
        expect(
          await actCounters(given())
            .take(key, bound)
            .catch(() => 'refused'),
        ).not.toBe(true);
        expect((await rawItem(given(), actsItem(key)))?.taken).toEqual(taken);
      },
    );

    it('rejects, and asks for nothing, when the counter is no hash', async () => {
      const key = { counter: 'ann@example.com', window: 7 };
      await expect(async () => actCounters(given()).take(key, bound)).rejects.toThrow(
        'counter is not well formed',
      );
    });
  });
}
