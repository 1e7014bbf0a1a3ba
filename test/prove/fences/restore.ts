/** Fences of a restore. */
import type { Fence } from './fence.ts';

const RESTORE = 'test/prove/restore.test.ts';

export const RESTORE_FENCES: readonly Fence[] = [
  {
    what: 'what was deleted since stays deleted in a restore',
    file: 'src/broker/restore/bring-back-connection.ts',
    fence: "  if (change?.kind === 'disconnected') return { outcome: 'deleted' };\n",
    without: '',
    test: RESTORE,
    name: 'nothing is revived',
    proves: ['T168'],
  },
  {
    what: 'an activity that lost something proves nothing',
    file: 'src/broker/restore/bring-back-connection.ts',
    fence: "if (change?.kind === 'replaced' || !isComplete)",
    without: "if (change?.kind === 'replaced')",
    test: RESTORE,
    name: 'nothing is revived',
  },
  {
    what: 'what comes back is refreshed before it is used',
    file: 'src/broker/restore/bring-back-connection.ts',
    fence: ', unverifiedAt: now }',
    without: ' }',
    test: RESTORE,
    name: 'used without a refresh',
  },
  {
    what: 'no app of a deleted workspace comes back',
    file: 'src/broker/restore/bring-back.ts',
    fence: '  return deletedApps.has(provider) || workspaces.isDeleted(owner);\n',
    without: '  return deletedApps.has(provider);\n',
    test: 'test/journeys/bring-back-deleted.test.ts',
    name: 'an app of a workspace that was deleted before',
  },
  {
    what: 'a workspace’s mark counts, on whichever page of the restored table it is',
    file: 'src/broker/restore/bring-back.ts',
    fence: '      (await isMarked(workspaceId)) ||\n',
    without: '',
    test: 'test/journeys/bring-back-deleted.test.ts',
    name: 'an app of a workspace that was deleted before',
  },
];
