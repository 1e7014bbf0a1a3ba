/** Reads of the table of calls by the dashboard's function: Query alone, with a list of attributes (see public-reads.ts). */
import type { ToolCall } from '../../broker/records.ts';
import type { CallBucket, CallNames, CallPaging, CallReads, Page, ToolCallKey } from '../../broker/stores.ts';
import { is, UUID_V7 } from '../../contract/identifiers.ts';
import { CALL_ATTRIBUTES, CALL_NAMES, SORT_KEY } from '../../contract/table.ts';
import { DamagedItem, decode, decodeMany } from '../table/decode.ts';
import { toolCallItem, toolCallPartition } from '../table/item-keys.ts';
import { partition, type Query, queryAll, queryFirst } from '../table/query.ts';
import { only, type Shape, TOOL_CALL } from '../table/shapes.ts';
import type { Item, Table } from '../table/table.ts';

// As in public-reads.ts: an attribute that only the list or only the record has does not compile.
const CALL: Shape<ToolCall> = only(TOOL_CALL, CALL_ATTRIBUTES);
const NAMES: Shape<CallNames> = only(TOOL_CALL, CALL_NAMES);

/** The port of reading calls. `table` is the table of calls. */
export function callReads(table: Table): CallReads {
  return {
    call: (key) => call(table, key),
    calls: (at, paging) =>
      page(table, at, {
        ...paging,
        attributes: CALL_ATTRIBUTES,
        one: (item) => ({ key: keyIn(at, item), record: decode(CALL, item) }),
      }),
    names: (at, paging) =>
      page(table, at, { ...paging, attributes: CALL_NAMES, one: (item) => decode(NAMES, item) }),
  };
}

async function call(table: Table, key: ToolCallKey): Promise<ToolCall | undefined> {
  const { pk, sk } = toolCallItem(key);
  const [item] = await queryAll(table, {
    where: (at) => `${partition(pk)(at)} AND ${at.name(SORT_KEY)} = ${at.value(sk)}`,
    attributes: CALL_ATTRIBUTES,
    consistent: true,
  });
  return item && decode(CALL, item);
}

interface Reading<T> extends CallPaging {
  attributes: readonly string[];
  one: (item: Item) => T;
}

/** DynamoDB can say that there is more where there is nothing: then the next page is empty. */
async function page<T>(
  table: Table,
  at: CallBucket,
  { limit, before, attributes, one }: Reading<T>,
): Promise<Page<T>> {
  const query = { where: callsBefore(at, before), attributes, newestFirst: true };
  const { items, last } = await queryFirst(table, limit, query);
  const next = last?.[SORT_KEY]?.S;
  return {
    items: decodeMany(table, items, { one, fields: { workspaceId: at.workspaceId } }),
    ...(next !== undefined && { next }),
  };
}

function callsBefore(at: CallBucket, before: string | undefined): Query['where'] {
  const wholePartition = partition(toolCallPartition(at));
  if (before === undefined) return wholePartition;
  return (names) => `${wholePartition(names)} AND ${names.name(SORT_KEY)} < ${names.value(before)}`;
}

/** Throws {@link DamagedItem} for a sort key that is no operation id. */
function keyIn({ workspaceId, day }: CallBucket, item: Item): ToolCallKey {
  const id = item[SORT_KEY]?.S;
  if (!is(UUID_V7, id)) throw new DamagedItem(SORT_KEY);
  return { workspaceId, day, operationId: id };
}
