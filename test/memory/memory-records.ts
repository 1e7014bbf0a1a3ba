/**
 * The port's `Records` in memory, for runs of a size that no database on a laptop carries. memory-records.test.ts holds
 * them to the DynamoDB adapter, operation by operation.
 */
import type { Places } from '../../src/broker/records.ts';
import type { Addition, Change, Expectation, PlacesStore, Records, Test } from '../../src/broker/stores.ts';

type Item = Record<string, unknown>;
/** Items of one type by their key. */
export type Items = Map<string, Item>;

export function memoryRecords<Key extends object, R extends object>(items: Items): Records<Key, R> {
  return {
    read: async (key) => recordIn(items.get(keyOf(key))),
    add: async (key, addition) => insert(items, keyOf(key), addition),
    change: async (key, change) => apply(items, keyOf(key), change),
    delete: async (key, expect) => {
      const item = items.get(keyOf(key));
      if (item && !holds(item, expect)) return false;
      items.delete(keyOf(key));
      return true;
    },
  };
}

/** The places of workspaces, whose takers read what they wrote. */
export function memoryPlaces(): PlacesStore {
  const items: Items = new Map();
  return {
    ...memoryRecords<{ workspaceId: string }, Places>(items),
    // Nobody else writes between the write and what it returns.
    changed: async (key, change) =>
      apply(items, keyOf(key), change) ? recordIn(items.get(keyOf(key))) : undefined,
  };
}

function recordIn<R>(item: Item | undefined): R | undefined {
  if (!item) return undefined;
  const { writeId: _, ...record } = item;
  return record as R;
}

export function keyOf(key: object): string {
  return JSON.stringify(Object.entries(key).sort());
}

function insert<R>(items: Items, key: string, { record, writeId }: Addition<R>): boolean {
  const item = items.get(key);
  if (item && item.writeId !== writeId) return false;
  items.set(key, defined({ ...record, writeId }));
  return true;
}

function apply<R>(items: Items, key: string, { expect, set, writeId }: Change<R>): boolean {
  const item = items.get(key) ?? {};
  const isOwnRetry = item.writeId === writeId && Object.keys(expect).length > 0;
  if (!isOwnRetry && !holds(item, expect)) return false;
  items.set(key, defined({ ...item, ...set, writeId }));
  return true;
}

function defined(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}

function holds<R>(item: Item, expect: Expectation<R>): boolean {
  return Object.entries(expect).every(([name, test]) => passes(item[name], test as Test<unknown>));
}

/** As DynamoDB compares: with an absent attribute nothing is equal and nothing is more. */
function passes(value: unknown, test: Test<unknown>): boolean {
  if ('is' in test) return value !== undefined && value === test.is;
  if ('isOneOf' in test) return value !== undefined && test.isOneOf.includes(value);
  if ('absentOrAtMost' in test)
    return value === undefined || (value as number | string) <= test.absentOrAtMost;
  if ('moreThan' in test) return value !== undefined && (value as number) > test.moreThan;
  return value === undefined;
}
