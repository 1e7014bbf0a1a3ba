/**
 * Who waits in memory, and who in the index.
 * Covers src/broker/refresh/due-queue.ts.
 */
import { expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { dueQueue } from '../../src/broker/refresh/due-queue.ts';
import type { DueItem } from '../../src/broker/stores.ts';

const item = (workspaceId: string, n: number, owner = workspaceId): DueItem => ({
  key: { workspaceId, connectionId: `custom~p~${n}` },
  dueAt: n,
  appKey: `${owner}/custom~p/1`,
  status: 'active',
});

it('has room for everybody, however many owners have more to do than there is room for', () => {
  const queue = dueQueue();
  for (let owner = 0; owner < 100; owner++)
    for (let n = 0; n < 2 * LIMITS.ownerBacklog; n++) queue.offer(item(`greedy${owner}`, n));
  expect(queue.isFull()).toBe(true);
  const taken = queue.take() as DueItem;
  // What is free again is for somebody who has less than that.
  expect(queue.offer(item(taken.key.workspaceId, 1))).toBe(false);
  expect(queue.offer(item('greedy0', 1))).toBe(false);
  expect(queue.offer(item('modest', 1))).toBe(true);
  const next = Array.from({ length: 100 }, () => queue.take()?.key.workspaceId);
  expect(next).toContain('modest');
});

it('takes an owner with the fewest requests under way, and never more than the limit', () => {
  const queue = dueQueue();
  for (let n = 0; n < 100; n++) queue.offer(item('slow', n));
  const taken = Array.from({ length: LIMITS.appConcurrency + 1 }, () => queue.take());
  expect(taken.filter((each) => each !== undefined)).toHaveLength(LIMITS.appConcurrency);
  queue.offer(item('other', 1));
  queue.done(taken[0] as DueItem);
  expect(queue.take()?.key.workspaceId).toBe('other');
});

it('drops what waits for an app that rests, and nothing of another app of the same owner', () => {
  const queue = dueQueue();
  queue.offer(item('acme', 1));
  queue.offer({ ...item('acme', 2), appKey: 'acme/custom~q/1' });
  queue.drop(item('acme', 1));
  expect(queue.take()?.appKey).toBe('acme/custom~q/1');
  expect(queue.take()).toBeUndefined();
  expect(queue.isEmpty()).toBe(true);
});
