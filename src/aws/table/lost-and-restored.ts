/** The two tables of a recovery: the live one, and one that was restored beside it. */
import type { BringBackNeeds } from '../../broker/bring-back.ts';
import { connectionStore } from './connections.ts';
import { dataKeyStore } from './data-keys.ts';
import { oauthAppStore } from './oauth-apps.ts';
import { publicReads } from './public-reads.ts';
import { restoredPage } from './restored-rows.ts';
import { serverStore } from './servers.ts';
import type { Table } from './table.ts';
import { workspaceMarks } from './workspace-marks.ts';

export function lostAndRestored(live: Table, restored: Table): Pick<BringBackNeeds, 'live' | 'restored'> {
  return {
    live: {
      workspaceMarks: workspaceMarks(live),
      connections: connectionStore(live),
      apps: oauthAppStore(live),
      servers: serverStore(live),
      dataKeys: dataKeyStore(live),
      reads: publicReads(live),
    },
    restored: { page: (after) => restoredPage(restored, after), reads: publicReads(restored) },
  };
}
