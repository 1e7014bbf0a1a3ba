/** The store of the places of workspaces. */
import type { PlacesStore } from '../../broker/stores.ts';
import { placesItem } from './item-keys.ts';
import { records } from './records.ts';
import { PLACES_SHAPE } from './shapes.ts';
import type { Table } from './table.ts';

/** The places of refreshes on demand at slow endpoints; each workspace has one item. */
export function placesStore(table: Table): PlacesStore {
  return records(table, placesItem, PLACES_SHAPE);
}
