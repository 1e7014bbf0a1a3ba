/** Decodes items into records: only the attributes of the shape, each with its type. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';
import type { LogFields } from '../../contract/log.ts';
import type { OneOf, Shape } from './shapes.ts';
import type { Item, Table } from './table.ts';

/** Thrown when an item lacks an attribute of its record, or holds one of another type. */
export class DamagedItem extends Error {
  readonly attribute: string;

  constructor(attribute: string) {
    super(`the attribute ${attribute} is missing, has the wrong type, or is not in its closed list`);
    this.name = 'DamagedItem';
    this.attribute = attribute;
  }
}

/**
 * The record in an item. Throws {@link DamagedItem} if any attribute is damaged: a `leaseUntil` of the wrong type, if it were
 * read as absent, would free the lease.
 */
export function decode<R>(shape: Shape<R>, item: Item): R {
  const record: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape as Record<string, Kind>)) {
    const value = native(name, kind, item[name]);
    if (value !== undefined) record[name] = value;
  }
  return record as R;
}

/** The records of a list of items. A damaged item is logged and left out, so that the others can still be read. */
export function decodeMany<T>(
  table: Table,
  items: Item[],
  { one, fields }: { one: (item: Item) => T; fields: LogFields },
): T[] {
  return items.flatMap((item) => {
    try {
      return [one(item)];
    } catch (error) {
      if (!(error instanceof DamagedItem)) throw error;
      table.log?.error('damaged_item', { ...fields, attribute: error.attribute });
      return [];
    }
  });
}

type Kind = string | OneOf<string>;

function native(name: string, kind: Kind, value: AttributeValue | undefined): unknown {
  if (typeof kind === 'string') return ofLetter(name, kind, value);
  const text = ofLetter(name, kind.optional ? 'S?' : 'S', value) as string | undefined;
  if (text !== undefined && !kind.oneOf.includes(text)) throw new DamagedItem(name);
  return text;
}

function ofLetter(name: string, type: string, value: AttributeValue | undefined): unknown {
  const isOptional = type.endsWith('?');
  if (value === undefined && isOptional) return undefined;
  const letter = isOptional ? type.slice(0, -1) : type;
  if (value === undefined || !(letter in value)) throw new DamagedItem(name);
  const decoded = plain(name, value);
  // All numbers are integers. `convertToNative` returns a BigInt beyond 2^53.
  if (letter === 'N' && !Number.isSafeInteger(decoded)) throw new DamagedItem(name);
  return decoded;
}

function plain(name: string, value: AttributeValue): unknown {
  let decoded: unknown;
  try {
    decoded = convertToNative(value);
  } catch {
    throw new DamagedItem(name);
  }
  if (!isPlain(decoded)) throw new DamagedItem(name);
  return decoded;
}

/**
 * Whether a value and all that is in it is what a record can hold. `convertToNative` makes a member `__proto__` the prototype of
 * its map: what it holds would be read like the map's own members, and no digest of the row would have it.
 */
function isPlain(value: unknown): boolean {
  if (typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  const isOwn = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isOwn && Object.values(value).every(isPlain);
}
