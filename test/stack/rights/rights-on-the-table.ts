/** Who may ask the tables for what. */
import { ITEM_TYPES } from './asking-the-table.ts';
import type { Right } from './right.ts';
import { INDEX_RIGHTS, SCAN_RIGHTS, WHOLE_TABLE_RIGHTS } from './rights-across-items.ts';
import { ATTRIBUTE_RIGHTS } from './rights-on-attributes.ts';
import { CALL_RIGHTS } from './rights-on-calls.ts';
import { ITEMS, plainRights } from './rights-on-items.ts';

export const TABLE_RIGHTS: readonly Right[] = [
  ...ITEM_TYPES.flatMap((type) => [
    ...plainRights(type),
    ...ATTRIBUTE_RIGHTS.filter(({ group }) => group === ITEMS[type].group),
  ]),
  ...CALL_RIGHTS,
  ...INDEX_RIGHTS,
  ...SCAN_RIGHTS,
  ...WHOLE_TABLE_RIGHTS,
];
