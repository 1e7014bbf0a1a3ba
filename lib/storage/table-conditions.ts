/**
 * IAM conditions on DynamoDB requests (DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access
 * control"). `ForAllValues` also holds when the request does not contain the key at all, so each comes with `Null: false`,
 * which requires that the request contains it.
 */
import {
  CALL_PARTITION,
  type ItemType,
  PARTITION,
  PARTITION_KEY,
  SORT_KEY,
} from '../../src/contract/table.ts';

/** Operator, to condition key, to accepted values. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** Holds for requests about items of these types only: a partition key begins with the item's type. */
export function ofTypes(...types: ItemType[]): Conditions {
  return ofPartitions(types.map((type) => PARTITION[type]));
}

/** Holds for requests about calls. The table of calls has nothing else. */
export const OF_CALLS: Conditions = ofPartitions([CALL_PARTITION]);

function ofPartitions(prefixes: readonly string[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** Holds for requests that name these attributes and no others. Every request also names the two keys, so they are added. */
export function naming(attributes: readonly string[]): Conditions {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': [PARTITION_KEY, SORT_KEY, ...attributes] },
    Null: { 'dynamodb:Attributes': 'false' },
  };
}

/**
 * Holds for queries and scans that name the attributes to return; without such a list they return whole items. Do not
 * use it for GetItem, which has no Select: the condition would never hold.
 */
export const SELECTING: Conditions = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };

/** Holds for writes that return nothing of the item. `IfExists`: a request without ReturnValues means NONE. */
export const RETURNING_NOTHING: Conditions = { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } };

/** Holds where all of these conditions hold. Conditions under the same operator are merged. */
export function every(...conditions: Conditions[]): Conditions {
  const all: Conditions = {};
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition)) all[operator] = { ...all[operator], ...keys };
  return all;
}
