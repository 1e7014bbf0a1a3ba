/** Covers src/broker/connection/due-shard.ts. */
import { describe, expect, it } from 'vitest';
import { dueShard, dueShardOf } from '../../src/broker/connection/due-shard.ts';

describe('due shards', () => {
  it('stay where they are: connections already stored wait in these', () => {
    const of = (workspaceId: string, connectionId: string) => dueShard({ workspaceId, connectionId });
    expect(of('acme', 'google')).toBe('due#3');
    expect(of('acme', 'slack')).toBe('due#5');
    expect(of('globex', 'google')).toBe('due#1');
  });

  it('share the connections of one workspace and provider evenly', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 8_000; n += 1) {
      const shard = dueShard({ workspaceId: 'acme', connectionId: `google~${n}` });
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(dueShardOf));
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('are eight for what is written, and sixteen that are looked into', () => {
    for (const shard of [-1, 16, 1.5, Number.NaN]) expect(() => dueShardOf(shard)).toThrow(RangeError);
  });
});
