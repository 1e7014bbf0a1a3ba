/** The store of the health of OAuth apps. */
import type { AppHealthStore } from '../../broker/stores.ts';
import { DamagedItem } from './decode.ts';
import { appHealthItem } from './item-keys.ts';
import { records } from './records.ts';
import { APP_HEALTH } from './shapes.ts';
import type { Table } from './table.ts';

/**
 * Pauses and alerts of OAuth apps; each version of an app has one item. A damaged one says nothing and is removed: many workspaces
 * share it, and none could be refreshed while it cannot be read.
 */
export function appHealthStore(table: Table): AppHealthStore {
  const store = records(table, appHealthItem, APP_HEALTH);
  return {
    ...store,
    async read(key) {
      try {
        return await store.read(key);
      } catch (error) {
        if (!(error instanceof DamagedItem)) throw error;
        table.log?.error('damaged_item', { attribute: error.attribute });
        await store.delete(key, {});
        return undefined;
      }
    },
  };
}
