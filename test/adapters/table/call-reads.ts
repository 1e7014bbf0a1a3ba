import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BUCKETS, callBucketOf } from '../../../src/broker/call-bucket.ts';
import type { CallBucket, CallReads, ToolCallStore } from '../../../src/broker/stores.ts';
import { CALL_NAMES } from '../../../src/contract/table.ts';
import { added, toolCall, uuidV7 } from '../samples.ts';
import { newWorkspace } from './given.ts';

const DAY = '2023-11-14';
/** Ids of one bucket, newest first. */
const IDS = Array.from({ length: 400 }, (_, number) => uuidV7(400 - number))
  .filter((id) => callBucketOf(id) === 7)
  .slice(0, 7);

/** What every place that keeps calls must do. */
export function describeCallReads(storesOf: () => { toolCalls: ToolCallStore; callReads: CallReads }): void {
  async function seven(): Promise<CallBucket> {
    const at = { workspaceId: newWorkspace(), day: DAY, bucket: 7 };
    for (const operationId of IDS.toReversed())
      await storesOf().toolCalls.add({ workspaceId: at.workspaceId, day: DAY, operationId }, added(toolCall));
    return at;
  }

  async function walk(at: CallBucket, limit: number): Promise<string[]> {
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const { items, next } = await storesOf().callReads.calls(at, { limit, before });
      expect(items.length).toBeLessThanOrEqual(limit);
      seen.push(...items.map(({ key }) => key.operationId));
      before = next;
    } while (before !== undefined);
    return seen;
  }

  describe('reads of calls', () => {
    it('find one call by its id, in its workspace and on its day alone', async () => {
      const { toolCalls, callReads } = storesOf();
      const key = { workspaceId: newWorkspace(), day: DAY, operationId: uuidV7(1) };
      expect(await callReads.call(key)).toBeUndefined();
      await toolCalls.add(key, added(toolCall));
      expect(await callReads.call(key)).toStrictEqual(toolCall);
      expect(await callReads.call({ ...key, workspaceId: newWorkspace() })).toBeUndefined();
      expect(await callReads.call({ ...key, day: '2023-11-15' })).toBeUndefined();
    });

    it.each([1, 2, 3, 7, 50])(
      'give every call of a bucket once, newest first, in pages of %i',
      async (limit) => {
        expect(IDS).toHaveLength(7);
        const at = await seven();
        expect(await walk(at, limit)).toEqual(IDS);
        for (const bucket of BUCKETS.filter((each) => each !== at.bucket))
          expect(await walk({ ...at, bucket }, limit)).toEqual([]);
      },
    );

    it('put a call into the bucket of the first hexadecimal digit of its id’s SHA-256', () => {
      for (const id of IDS) expect(createHash('sha256').update(id).digest('hex')[0]).toBe('7');
    });

    it('answer whole records, or only what calls are counted by', async () => {
      const at = await seven();
      const { callReads } = storesOf();
      const [first] = (await callReads.calls(at, { limit: 1 })).items;
      const key = { workspaceId: at.workspaceId, day: DAY, operationId: IDS[0] };
      expect(first).toStrictEqual({ key, record: toolCall });
      const [names] = (await callReads.names(at, { limit: 1 })).items;
      expect(Object.keys(names ?? {}).sort()).toEqual([...CALL_NAMES].sort());
      expect(toolCall).toMatchObject(names ?? expect.unreachable());
    });
  });
}
