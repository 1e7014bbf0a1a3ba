/** Counters of acts: one conditional update each. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ActCount } from '../../broker/records.ts';
import type { ActCounters, ActKey } from '../../broker/stores.ts';
import { PARTITION_KEY, SORT_KEY, TTL } from '../../contract/table.ts';
import { placeholders } from './expression.ts';
import { actsItem } from './item-keys.ts';
import { isApplied } from './records.ts';
import type { Table } from './table.ts';

/** Counters of all persons and workspaces. Nothing reads them: the write itself says whether there was room. */
export function actCounters(table: Table): ActCounters {
  return { take: (key, bound) => isApplied(table.client.send(taking(table, key, bound))) };
}

const TAKEN = 'taken' satisfies keyof ActCount;

function taking(
  { tableName }: Table,
  key: ActKey,
  { limit, forgetAt }: Parameters<ActCounters['take']>[1],
): UpdateItemCommand {
  const at = placeholders();
  const { pk, sk } = actsItem(key);
  const taken = at.name(TAKEN);
  return new UpdateItemCommand({
    TableName: tableName,
    Key: { [PARTITION_KEY]: { S: pk }, [SORT_KEY]: { S: sk } },
    UpdateExpression: `SET ${at.name(TTL)} = ${at.value(Math.ceil(forgetAt / 1000))} ADD ${taken} ${at.value(1)}`,
    // A count that is no number is not below the limit either.
    ConditionExpression: `attribute_not_exists(${taken}) OR ${taken} < ${at.value(limit)}`,
    ...at.used(),
    ReturnValues: 'NONE',
  });
}
