/** Records behind conditional writes: what every store of one item type can do. */

/** A test of one attribute, part of the condition of a write. */
export type Test<V> =
  | { is: V }
  | { isOneOf: readonly V[] }
  | { absent: true }
  /** Texts compare by their UTF-8 bytes. */
  | { absentOrAtMost: number | string }
  | { moreThan: number };

/** Every named attribute must pass its test, or the write changes nothing. */
export type Expectation<R> = { [K in keyof R]?: Test<NonNullable<R[K]>> };

/** One conditional write of some attributes. */
export interface Change<R> {
  expect: Expectation<R>;
  /** `undefined` removes the attribute. */
  set: { [K in keyof R]?: R[K] | undefined };
  /** Unique per intended write. A retry under the same id succeeds again and changes nothing more. */
  writeId: string;
  /** When the table may delete the item, in milliseconds since the epoch. */
  forgetAt?: number;
}

/** A whole new record. `writeId` and `forgetAt` mean the same as in {@link Change}. */
export interface Addition<R> extends Pick<Change<R>, 'writeId' | 'forgetAt'> {
  record: { [K in keyof R]: R[K] | undefined };
}

/** Records of one item type, by `Key`. */
export interface Records<Key, R> {
  /** Strongly consistent. Undefined: the item does not exist. */
  read(key: Key): Promise<R | undefined>;
  /** Adds one item. False: the item existed, and nothing changed. */
  add(key: Key, addition: Addition<R>): Promise<boolean>;
  /** Writes one item under a condition. False: the expectation did not hold, and nothing changed. */
  change(key: Key, change: Change<R>): Promise<boolean>;
  /** Deletes the item if the expectation holds. False: it did not hold. An absent item counts as deleted. */
  delete(key: Key, expect: Expectation<R>): Promise<boolean>;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** The position of the next page. Absent on the last page. */
  next?: string;
}

/** A record with its key. */
export type Keyed<Key, R> = { key: Key; record: R };

/** Partition and sort key of the last item that was read. */
export type ItemPosition = { pk: string; sk: string };
