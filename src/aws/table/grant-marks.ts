/** The store of what is under way at an OAuth client. */
import type { GrantMarkKey, GrantMarkStore } from '../../broker/stores.ts';
import { SORT_KEY } from '../../contract/table.ts';
import { decode, decodeMany } from './decode.ts';
import { grantMarkItem, grantMarkPartition, grantMarkPrefix } from './item-keys.ts';
import { partition, queryAll } from './query.ts';
import { records } from './records.ts';
import { GRANT_MARK, ITEM_KEY } from './shapes.ts';
import type { Table } from './table.ts';

/** Marks of consents and revocations; each OAuth client has one partition. */
export function grantMarkStore(table: Table): GrantMarkStore {
  return {
    ...records(table, grantMarkItem, GRANT_MARK),
    since: (client, time) => since(table, client, time),
  };
}

/** DynamoDB deletes lapsed marks days late, and a busy client has many: only those of the last minutes are read. */
async function since(
  table: Table,
  { clientKey, kind }: Pick<GrantMarkKey, 'clientKey' | 'kind'>,
  time: number,
): ReturnType<GrantMarkStore['since']> {
  const wholePartition = partition(grantMarkPartition(clientKey));
  const prefix = grantMarkPrefix(kind);
  const items = await queryAll(table, {
    where: (at) =>
      `${wholePartition(at)} AND ${at.name(SORT_KEY)} ` +
      `BETWEEN ${at.value(prefix + idsFrom(time))} AND ${at.value(`${prefix}~`)}`,
    consistent: true,
  });
  return decodeMany(table, items, {
    one: (item) => {
      const id = decode(ITEM_KEY, item).sk.slice(prefix.length);
      return { key: { clientKey, kind, id }, record: decode(GRANT_MARK, item) };
    },
    fields: {},
  });
}

/** What every UUIDv7 of this millisecond or a later one sorts after (RFC 9562 section 5.7). */
function idsFrom(time: number): string {
  const digits = Math.max(0, time).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
