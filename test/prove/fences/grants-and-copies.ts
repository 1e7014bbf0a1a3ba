/** Fences of consents, grants and copies in the escrow. */
import type { Fence } from './fence.ts';

const ESCROW = 'test/journeys/refresh-escrow.test.ts';
const RACES = 'test/prove/grant-races.test.ts';
const UNSTORED = 'test/prove/unstored-tokens.test.ts';
const PUT_WHILE_DELETED = 'test/journeys/put-while-workspace-is-deleted.test.ts';
const MANY_COPIES = 'test/journeys/escrow-many.test.ts';
const PEOPLE = 'test/journeys/places-of-people.test.ts';
const LOST_ANSWERS = 'test/journeys/refresh-lost-answers.test.ts';

export const GRANTS_AND_COPIES_FENCES: readonly Fence[] = [
  {
    what: 'a copy of the escrow wins over nothing newer',
    file: 'src/broker/tokens/rotation-escrow.ts',
    fence: 'const expect = { epoch: { is: epoch }, generation: { is: generation }, ...stillInert };',
    without: 'const expect = { epoch: { is: epoch }, ...stillInert };\n  void generation;',
    test: ESCROW,
    name: 'wins over nothing newer',
    proves: ['T166'],
  },
  {
    what: 'newer tokens of the same consent are never revoked with older ones',
    file: 'src/broker/tokens/shared-grant.ts',
    fence: '    record.generation > held.generation\n',
    without: '    record.generation > held.generation + 1_000_000\n',
    test: LOST_ANSWERS,
    name: 'are not revoked while newer ones of the same consent are in use',
    proves: ['T098'],
  },
  {
    what: 'a completion at an endpoint that a tenant chose takes a place',
    file: 'src/broker/connect/complete-with-code.ts',
    fence: '    isNeeded: tenantChoseEndpoint(catalogue, session),\n',
    without: '    isNeeded: tenantChoseEndpoint(catalogue, session) && false,\n',
    test: PEOPLE,
    name: 'hold four executions',
  },
  {
    what: 'the tokens of a consent whose app went meanwhile are revoked with the secret at hand',
    file: 'src/broker/connect/finish-consent.ts',
    fence: '  if (isWithdrawn) await dropTokens(ports, received);\n',
    without: '',
    test: PUT_WHILE_DELETED,
    name: 'a consent of its own app that stores after its workspace is gone',
  },
  {
    what: 'the mark of a deleted workspace is read again after the store',
    file: 'src/broker/connect/finish-consent.ts',
    fence: '  const isDeleted = await isWorkspaceDeleted(ports, key.workspaceId, session.createdAt);\n',
    without: '  void isWorkspaceDeleted;\n  const isDeleted = false;\n',
    test: PUT_WHILE_DELETED,
    name: 'a consent of the platform’s app that stores after its workspace is gone',
  },
  {
    what: 'a copy that another process settles at the same moment rings no alarm',
    file: 'src/broker/tokens/rotation-escrow.ts',
    fence: "    if (!(await escrow.read(path))) return 'none';\n",
    without: '',
    test: 'test/journeys/refresh-escrow.test.ts',
    name: 'that another process settles at the same moment',
  },
  {
    what: 'the escrow is listed to its end',
    file: 'src/broker/tokens/reconcile-escrow.ts',
    fence: '  } while (after !== undefined && ',
    without: '  } while (after === null && ',
    test: MANY_COPIES,
    name: 'are all listed, page by page',
  },
  {
    what: 'copies come in random order',
    file: 'src/broker/tokens/escrow-queue.ts',
    fence: 'Math.floor(randomFraction(ports) * left)',
    without: 'Math.floor(randomFraction(ports) * 0)',
    test: MANY_COPIES,
    name: 'begins elsewhere each time',
  },
  {
    what: 'one workspace’s copies leave workers to others',
    file: 'src/broker/tokens/escrow-queue.ts',
    fence: '        if (count(workspace) >= LIMITS.escrowOfWorkspace) continue;\n',
    without: '',
    test: MANY_COPIES,
    name: 'gives one workspace no more at once',
  },
  {
    what: 'a completion of a new connection counts again',
    file: 'src/broker/connect/prepare-consent.ts',
    fence: '  await refuseOverConnections(ports, key.workspaceId, existing);\n',
    without: '',
    test: 'test/journeys/complete-quota.test.ts',
    name: 'only as many complete as there is room for',
  },
  {
    what: 'a revocation of a grant looks for consents that are under way',
    file: 'src/broker/tokens/shared-grant.ts',
    fence: 'return record === undefined || record.epoch < (consent.epoch ?? Number.POSITIVE_INFINITY);',
    without: 'void [consent, record];\n  return false;',
    test: RACES,
    name: 'new: nobody’s tokens are killed',
  },
  {
    what: 'a consent stores nothing of a grant that was being revoked',
    file: 'src/broker/connect/consent-mark.ts',
    fence: '  if (mark.revoking.has(accountKey)) return false;\n',
    without: '',
    test: RACES,
    name: 'new: nobody’s tokens are killed',
  },
  {
    what: 'no tick stores a copy that is only revoked',
    file: 'src/broker/tokens/rotation-escrow.ts',
    fence: '  if (copy.revokeOnly) return settleUnstored(ports, entry, copy);\n',
    without: '  void settleUnstored;\n',
    test: UNSTORED,
    name: 'is stored by nobody',
  },
  {
    what: 'the mark of a copy that is only revoked is proved',
    file: 'src/broker/tokens/escrow-proof.ts',
    fence: '...(revokeOnly && { revokeOnly })',
    without: '...(revokeOnly && {})',
    test: UNSTORED,
    name: 'opens nothing without its mark',
  },
  {
    what: 'tokens that may be stored are not revoked at once',
    file: 'src/broker/connect/finish-consent.ts',
    fence: '    await dropUnknown(ports, received);\n',
    without: '    void dropUnknown;\n    await dropTokens(ports, received);\n',
    test: UNSTORED,
    name: 'the row has after all',
  },
  {
    what: 'a refresh token that may be spent is presented with care',
    file: 'src/broker/tokens/stored-tokens.ts',
    fence: 'const mayBeSpent = answer.isRefreshUnusable && keptRefresh !== undefined;',
    without: 'const mayBeSpent = answer.isRefreshUnusable && keptRefresh === undefined;',
    test: 'test/prove/odd-answers.test.ts',
    name: 'is not shown the spent one while',
  },
];
