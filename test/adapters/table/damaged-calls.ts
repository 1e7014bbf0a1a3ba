import { describe, expect, it } from 'vitest';
import { callReads } from '../../../src/aws/calls-table/call-reads.ts';
import { toolCallStore } from '../../../src/aws/calls-table/tool-calls.ts';
import { toolCallItem } from '../../../src/aws/table/item-keys.ts';
import { callBucketOf } from '../../../src/broker/call-bucket.ts';
import { added, toolCall, uuidV7 } from '../samples.ts';
import { type Given, newWorkspace, putRawItem, rawItem } from './given.ts';

/** A row of calls is input: a list leaves out what has not the form of a call, says so in the log, and goes on. */
export function describeDamagedCalls(given: Given): void {
  async function oneCall() {
    const key = { workspaceId: newWorkspace(), day: '2023-11-14', operationId: uuidV7(3) };
    await toolCallStore(given()).add(key, added(toolCall));
    const item = (await rawItem(given(), toolCallItem(key))) ?? expect.unreachable();
    return { key, item, at: { ...key, bucket: callBucketOf(key.operationId) } };
  }
  function watched() {
    const logged: unknown[] = [];
    const log = { error: (...line: unknown[]) => logged.push(line) };
    return { logged, reads: callReads({ ...given(), log }) };
  }

  describe('damaged calls', () => {
    it.each([
      ['outcome', { S: 'won' }],
      ['server', { N: '5' }],
      ['at', { S: 'yesterday' }],
      ['missingScopes', { S: 'all' }],
    ])('are left out of a list, and logged by their attribute: %s', async (attribute, value) => {
      const { key, item, at } = await oneCall();
      await putRawItem(given(), { ...item, [attribute]: value });
      const { logged, reads } = watched();
      expect(await reads.calls(at, { limit: 5 })).toEqual({ items: [] });
      expect(logged).toEqual([['damaged_item', { workspaceId: key.workspaceId, attribute }]]);
    });

    it('are those whose sort key is no operation id, wherever they sort', async () => {
      const { item, at } = await oneCall();
      for (const sk of ['zzz', '!', '#deleted', `${uuidV7(9)}x`])
        await putRawItem(given(), { ...item, sk: { S: sk } });
      const { logged, reads } = watched();
      const seen: string[] = [];
      let before: string | undefined;
      do {
        const page = await reads.calls(at, { limit: 2, before });
        seen.push(...page.items.map(({ key }) => key.operationId));
        before = page.next;
      } while (before !== undefined);
      expect(seen).toEqual([uuidV7(3)]);
      expect(logged).toHaveLength(4);
    });
  });
}
