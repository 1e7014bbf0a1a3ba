/** The store of the places of workspaces. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { PlacesStore } from '../../broker/stores.ts';
import { decode } from './decode.ts';
import { placesItem } from './item-keys.ts';
import { itemAt, records, update } from './records.ts';
import { PLACES_SHAPE } from './shapes.ts';
import type { Table } from './table.ts';

/** The places of refreshes on demand at slow endpoints; each workspace has one item. */
export function placesStore(table: Table): PlacesStore {
  return {
    ...records(table, placesItem, PLACES_SHAPE),
    async changed(key, change) {
      const at = itemAt(table, placesItem(key));
      const command = new UpdateItemCommand({ ...at, ...update(change), ReturnValues: 'ALL_NEW' });
      try {
        const { Attributes } = await table.client.send(command);
        return Attributes && decode(PLACES_SHAPE, Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}
