/** The stores of a recovery: those of the live table, and those of a restored copy of it. */
import type { BringBackPorts } from '../../broker/restore/bring-back.ts';
import type { AddStore } from '../../broker/restore/restored-rows.ts';
import type { Records } from '../../broker/stores.ts';
import { connectionStore } from '../table/connections.ts';
import { dataKeyStore } from '../table/data-keys.ts';
import { DamagedItem } from '../table/decode.ts';
import { appPolicyStore, oauthAppStore } from '../table/oauth-apps.ts';
import { publicReads } from '../table/public-reads.ts';
import { serverStore } from '../table/servers.ts';
import type { Table } from '../table/table.ts';
import { workspaceMarks } from '../table/workspace-marks.ts';
import { isThrottled } from './is-throttled.ts';
import { restoredPage } from './restored-rows.ts';
import { restoringStore } from './sweep-cursors.ts';

/** The table ports of bring-back.ts. */
export function lostAndRestored(
  live: Table,
  restored: Table,
): Pick<BringBackPorts, 'live' | 'restored' | 'isThrottled'> {
  const [connections, dataKeys] = [connectionStore(live), dataKeyStore(live)];
  return {
    live: {
      workspaceMarks: adding(workspaceMarks(live)),
      connections: { ...adding(connections), change: connections.change },
      apps: adding(oauthAppStore(live)),
      servers: adding(serverStore(live)),
      appPolicies: adding(appPolicyStore(live)),
      dataKeys: { ...adding(dataKeys), read: dataKeys.read },
      restoring: restoringStore(live),
      reads: publicReads(live),
    },
    restored: {
      page: (at) => restoredPage(restored, at),
      workspaceMarks: adding(workspaceMarks(restored)),
      reads: publicReads(restored),
    },
    isThrottled,
  };
}

/** A damaged row counts as existing, so that a restored row does not replace it unnoticed. */
function adding<Key, R>(store: Records<Key, R>): AddStore<Key, R> {
  return {
    add: store.add,
    async has(key) {
      try {
        return (await store.read(key)) !== undefined;
      } catch (error) {
        if (error instanceof DamagedItem) return true;
        throw error;
      }
    },
  };
}
