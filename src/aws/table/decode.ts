/** Records out of items: the attributes of the shape and no other, each of its type. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';
import type { LogFields } from '../../contract/log.ts';
import type { OneOf, Shape } from './shapes.ts';
import type { Item, Table } from './table.ts';

/** Thrown when an item lacks an attribute of its record, or holds one of another type. */
export class DamagedItem extends Error {
  readonly attribute: string;

  constructor(attribute: string) {
    super(`the attribute ${attribute} is missing, of the wrong type, or not of its closed list`);
    this.name = 'DamagedItem';
    this.attribute = attribute;
  }
}

/**
 * The record in an item. A damaged one is refused as a whole: to read a mistyped `leaseUntil` as absent, say, would
 * free the lease.
 */
export function decode<R>(shape: Shape<R>, item: Item): R {
  const record: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape as Record<string, Kind>)) {
    const value = native(name, kind, item[name]);
    if (value !== undefined) record[name] = value;
  }
  return record as R;
}

/** The records of a list. Damaged items are reported and left out, so that one does not hide all the others. */
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
  const decoded: unknown = convertToNative(value);
  // Every number here is an integer; beyond 2^53 `convertToNative` makes a BigInt of it.
  if (letter === 'N' && !Number.isSafeInteger(decoded)) throw new DamagedItem(name);
  return decoded;
}
