/** Reads what is due, soonest first over all shards, page by page as the items are taken. */

import type { Share } from '../../contract/refresh.ts';
import { DUE_SHARDS_READ } from '../../contract/table.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { DueItem, DuePage } from '../stores.ts';

type DuePorts = Pick<Ports, 'connections'>;

/** Yields the items of a share that are due before `before` (milliseconds since the epoch). */
export async function* dueInOrder(ports: DuePorts, before: number, share: Share): AsyncGenerator<DueItem> {
  const lanes = shardsOf(share).map((shard) => itemsOf(ports, shard, before));
  const heads = await Promise.all(lanes.map((lane) => lane.next()));
  for (;;) {
    const soonest = indexOfSoonest(heads);
    if (soonest === undefined) return;
    yield heads[soonest]?.value as DueItem;
    heads[soonest] = await (lanes[soonest] as AsyncGenerator<DueItem, undefined>).next();
  }
}

/** The shards of a share. Every shard that ever existed belongs to one share, for any number of shares. */
export function shardsOf({ index, of }: Share): number[] {
  return Array.from({ length: DUE_SHARDS_READ }, (_, shard) => shard).filter((shard) => shard % of === index);
}

async function* itemsOf(
  { connections }: DuePorts,
  shard: number,
  before: number,
): AsyncGenerator<DueItem, undefined> {
  let page: DuePage = { items: [] };
  do {
    page = await connections.due(shard, { before, limit: LIMITS.duePage, after: page.next });
    yield* page.items;
  } while (page.next);
  return undefined;
}

function indexOfSoonest(heads: IteratorResult<DueItem, undefined>[]): number | undefined {
  let soonest: number | undefined;
  for (const [index, { value }] of heads.entries())
    if (value && (soonest === undefined || value.dueAt < (heads[soonest]?.value?.dueAt ?? 0)))
      soonest = index;
  return soonest;
}
