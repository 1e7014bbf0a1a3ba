/**
 * IAM conditions on DynamoDB requests. `ForAllValues` passes when the key is absent from the request, so each comes
 * with `Null: false`, which asks that it be there.
 */
import { type ItemType, PARTITION, PARTITION_KEY, SORT_KEY } from '../src/contract/table.ts';

export type Conditions = Record<string, Record<string, string | string[]>>;

/** Only items of these types: the partition key begins with the type. */
export function ofTypes(...types: ItemType[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': types.map((type) => `${PARTITION[type]}*`) },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** Only requests that name no other attribute. The keys are always among them: every request names those. */
export function naming(attributes: readonly string[]): Conditions {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': [PARTITION_KEY, SORT_KEY, ...attributes] },
    Null: { 'dynamodb:Attributes': 'false' },
  };
}

/** Only queries that say which attributes they want; without it a query returns the whole item. Not for GetItem,
 * which has no Select: this condition would never hold. */
export const SELECTING: Conditions = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };

/** Only writes that return nothing of the item. `IfExists`: a request that leaves ReturnValues out means NONE. */
export const RETURNING_NOTHING: Conditions = { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } };

/** All of them; conditions under one operator are joined. */
export function every(...conditions: Conditions[]): Conditions {
  const all: Conditions = {};
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition)) all[operator] = { ...all[operator], ...keys };
  return all;
}
