/**
 * Encodes the values of records as DynamoDB has them, by what they are and never by a member `constructor`, which
 * `convertToAttr` of the SDK asks: people choose members of maps. Pure.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The value of one attribute. Undefined members of maps are left out. Throws a TypeError for what a record cannot hold. */
export function attributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: numberText(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(attributeValue) };
  if (value === null) return { NULL: true };
  if (isMap(value)) return { M: attributesOf(value) };
  throw new TypeError('a record holds texts, numbers, booleans, null, bytes, lists and maps');
}

/** The attributes of a record, or the members of a map, without undefined ones. */
export function attributesOf(record: object): Record<string, AttributeValue> {
  const defined = Object.entries(record).filter(([, value]) => value !== undefined);
  // No reader would take it: decode.ts.
  if (defined.some(([name]) => name === '__proto__')) throw new TypeError('a map has no member __proto__');
  return Object.fromEntries(defined.map(([name, value]) => [name, attributeValue(value)]));
}

/** DynamoDB has 38 digits, but a number beyond 2^53 is another one already. */
function numberText(value: number): string {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    throw new TypeError('a number is beyond 2^53, or is none');
  return String(value);
}

function isMap(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
