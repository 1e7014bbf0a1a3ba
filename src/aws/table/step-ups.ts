/** The store of what servers asked for beyond the scopes of connections. */
import type { StepUpStore } from '../../broker/stores.ts';
import { stepUpItem } from './item-keys.ts';
import { records } from './records.ts';
import { STEP_UP } from './shapes.ts';
import type { Table } from './table.ts';

/** The challenges of servers; each server has one item for each connection. */
export function stepUpStore(table: Table): StepUpStore {
  return records(table, stepUpItem, STEP_UP);
}
