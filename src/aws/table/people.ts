/** The store of the names of people. */
import type { PeopleStore, PersonKey } from '../../broker/stores.ts';
import { decode } from './decode.ts';
import { personItem, personPartition } from './item-keys.ts';
import { partition, queryAll } from './query.ts';
import { records } from './records.ts';
import { ITEM_KEY, PERSON } from './shapes.ts';
import type { Table } from './table.ts';

/** People of all workspaces, each once in every workspace where they signed in. */
export function peopleStore(table: Table): PeopleStore {
  return { ...records(table, personItem, PERSON), of: (workspaceId) => of(table, workspaceId) };
}

/** Also rows that do not decode: whoever erases all must find them, and their keys suffice. */
async function of(table: Table, workspaceId: string): Promise<{ key: PersonKey }[]> {
  const items = await queryAll(table, { where: partition(personPartition(workspaceId)), consistent: true });
  return items.map((item) => ({ key: { workspaceId, personId: decode(ITEM_KEY, item).sk } }));
}
