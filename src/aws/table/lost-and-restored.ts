/** The stores of a recovery: those of the live table, and those of a restored copy of it. */
import type { BringBackPorts } from '../../broker/restore/bring-back.ts';
import type { AddStore } from '../../broker/restore/restored-rows.ts';
import type { Records } from '../../broker/stores.ts';
import { connectionStore } from './connections.ts';
import { dataKeyStore } from './data-keys.ts';
import { DamagedItem } from './decode.ts';
import { appPolicyStore, oauthAppStore } from './oauth-apps.ts';
import { publicReads } from './public-reads.ts';
import { restoredPage } from './restored-rows.ts';
import { serverStore } from './servers.ts';
import type { Table } from './table.ts';
import { workspaceMarks } from './workspace-marks.ts';

/** The table ports of bring-back.ts. */
export function lostAndRestored(live: Table, restored: Table): Pick<BringBackPorts, 'live' | 'restored'> {
  const [connections, dataKeys] = [connectionStore(live), dataKeyStore(live)];
  return {
    live: {
      workspaceMarks: adding(workspaceMarks(live)),
      connections: { ...adding(connections), change: connections.change },
      apps: adding(oauthAppStore(live)),
      servers: adding(serverStore(live)),
      appPolicies: adding(appPolicyStore(live)),
      dataKeys: { ...adding(dataKeys), read: dataKeys.read },
      reads: publicReads(live),
    },
    restored: { page: (after) => restoredPage(restored, after), reads: publicReads(restored) },
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
