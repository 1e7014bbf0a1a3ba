/** The port's `Records` on DynamoDB: a consistent read, and a conditional put, update and delete. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Addition, Change, Expectation, Records } from '../../broker/stores.ts';
import { PARTITION_KEY, TTL, WRITE_ID } from '../../contract/table.ts';
import { decode } from './decode.ts';
import { attributesOf } from './encode.ts';
import { allTests, placeholders, updateExpression } from './expression.ts';
import type { ItemKey } from './item-keys.ts';
import type { Shape } from './shapes.ts';
import type { Table } from './table.ts';

type At = { TableName: string; Key: { pk: { S: string }; sk: { S: string } } };

/** Where an item is, as each request says it. */
export function itemAt({ tableName }: Pick<Table, 'tableName'>, { pk, sk }: ItemKey): At {
  return { TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } };
}

/** The records of one item type. `itemKey` gives their keys, `shape` their attributes. */
export function records<Key, R extends object>(
  table: Table,
  itemKey: (key: Key) => ItemKey,
  shape: Shape<R>,
): Records<Key, R> {
  const at = (key: Key): At => itemAt(table, itemKey(key));
  return {
    async read(key) {
      const command = new GetItemCommand({ ...at(key), ConsistentRead: true });
      const { Item } = await table.client.send(command);
      return Item && decode(shape, Item);
    },
    add: async (key, addition) => isApplied(table.client.send(new PutItemCommand(put(at(key), addition)))),
    change: async (key, change) =>
      isApplied(table.client.send(new UpdateItemCommand({ ...at(key), ...update(change) }))),
    delete: async (key, expect) =>
      isApplied(table.client.send(new DeleteItemCommand({ ...at(key), ...deletion(expect) }))),
  };
}

const ABSENT_OR_OWN = 'attribute_not_exists(#pk) OR #writeId = :writeId';

/** A put is shorter and cheaper than an update that names every attribute. */
function put<R>(at: At, { record, writeId, forgetAt }: Addition<R>): PutItemCommandInput {
  return {
    TableName: at.TableName,
    Item: { ...at.Key, ...attributesOf({ ...record, ...lifetime(forgetAt), [WRITE_ID]: writeId }) },
    ConditionExpression: ABSENT_OR_OWN,
    ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#writeId': WRITE_ID },
    ExpressionAttributeValues: { ':writeId': { S: writeId } },
    ReturnValues: 'NONE',
  };
}

type WithoutKey<Input> = Omit<Input, 'TableName' | 'Key'>;

/**
 * The SDK repeats a write whose answer was lost. If the first write was applied, the expectation no longer holds; the stored
 * write id then lets the repetition succeed.
 */
export function update<R>(change: Change<R>): WithoutKey<UpdateItemCommandInput> {
  const at = placeholders();
  const set = { ...change.set, ...lifetime(change.forgetAt), [WRITE_ID]: change.writeId };
  const tests = allTests(change.expect, at);
  return {
    UpdateExpression: updateExpression(set, at),
    ...(tests && {
      ConditionExpression: `${at.name(WRITE_ID)} = ${at.value(change.writeId)} OR ${tests}`,
    }),
    ...at.used(),
    // The IAM statements require this value (`dynamodb:ReturnValues`).
    ReturnValues: 'NONE',
  };
}

/** The TTL attribute, in whole seconds since the epoch. */
function lifetime(forgetAt: number | undefined): { [TTL]?: number } {
  return forgetAt === undefined ? {} : { [TTL]: Math.ceil(forgetAt / 1000) };
}

/** An absent item counts as deleted, so that the SDK's repetition of an applied delete succeeds. */
function deletion<R>(expect: Expectation<R>): WithoutKey<DeleteItemCommandInput> {
  const at = placeholders();
  const tests = allTests(expect, at);
  return {
    ...(tests && {
      ConditionExpression: `attribute_not_exists(${at.name(PARTITION_KEY)}) OR ${tests}`,
    }),
    ...at.used(),
    ReturnValues: 'NONE',
  };
}

/** False if the condition of the write does not hold. */
export async function isApplied(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
