/** What keeps a refresh right, how it would be taken away, and which test must then fail. */

export interface Fence {
  what: string;
  file: string;
  /** This text, exactly once in the file … */
  fence: string;
  /** … is replaced by this. */
  without: string;
  test: string;
  /** Part of the test's title. */
  name: string;
}

const RUN = { test: 'test/prove/refresh-run.test.ts', name: 'loses nothing outside the window' };
const CROWD = { test: 'test/prove/refresh-run.test.ts', name: 'refreshers at once ask once' };
const RESTORE = 'test/prove/restore.test.ts';
const PROVIDER_PACE = 'test/prove/provider-pace.test.ts';
const TICK_PACE = 'test/prove/tick-pace.test.ts';
const ESCROW = 'test/journeys/refresh-escrow.test.ts';
const DISCONNECT = {
  test: 'test/journeys/disconnect.test.ts',
  name: 'a refresh in flight cannot bring it back',
};
const LOST_ANSWERS = 'test/journeys/refresh-lost-answers.test.ts';

export const FENCES: readonly Fence[] = [
  {
    what: 'the lease decides who may ask',
    file: 'src/broker/refresh/claim-attempt.ts',
    fence: '      leaseUntil: { absentOrAtMost: now },\n',
    without: '',
    ...CROWD,
  },
  {
    what: 'a claim is for the generation that was read',
    file: 'src/broker/refresh/claim-attempt.ts',
    fence: '      generation: { is: record.generation },\n      leaseUntil: { absentOrAtMost: now },\n',
    without: '',
    ...RUN,
  },
  {
    what: 'the attempt is marked before the provider is asked',
    file: 'src/broker/refresh/claim-attempt.ts',
    fence: '      attemptId: attempt.id,\n',
    without: '',
    test: ESCROW,
    name: 'is settled before the old token is spent again',
  },
  {
    what: 'an attempt on demand is looked after when its process died',
    file: 'src/broker/refresh/claim-attempt.ts',
    fence: '      ...dueByLeaseEnd(key, record, attempt),\n',
    without: '      ...(false as never as object),\n      ...(dueByLeaseEnd ? {} : {}),\n',
    test: 'test/journeys/refresh-lost-answers.test.ts',
    name: 'is looked after by the tick once the lease has lapsed',
  },
  {
    what: 'the epoch decides who may store',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence: 'const expect = { epoch: { is: record.epoch }, generation: { is: after } };',
    without: 'const expect = { generation: { is: after } };',
    ...DISCONNECT,
  },
  {
    what: 'the generation decides who may store',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence: 'const expect = { epoch: { is: record.epoch }, generation: { is: after } };',
    without: 'const expect = { epoch: { is: record.epoch } };',
    test: LOST_ANSWERS,
    name: 'are not revoked while newer ones of the same consent are in use',
  },
  {
    what: 'what the table refuses goes to the escrow',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence:
      '    await keepInEscrow(ports, copy, Math.min(deadline, attempt.leaseUntil) - LIMITS.storeReserve);\n',
    without: '    void [keepInEscrow, copy, deadline, LIMITS];\n',
    test: ESCROW,
    name: 'holds the tokens sealed',
  },
  {
    what: 'the escrow is looked into before a token is spent again',
    file: 'src/broker/refresh/settle-lost-answer.ts',
    fence: "if ((await settleEscrow(ports, key)) === 'stored') return { outcome: 'refreshed' };",
    without: 'void settleEscrow;',
    test: ESCROW,
    name: 'is settled before the old token is spent again',
  },
  {
    what: 'an escrow without an answer is unknown, not empty',
    file: 'src/broker/refresh/settle-lost-answer.ts',
    fence: "    return { outcome: 'not_yet', retryAt: ports.clock.now() + LIMITS.escrowUnknown };\n",
    without: '',
    test: PROVIDER_PACE,
    name: 'does not answer either',
  },
  {
    what: 'a copy of the escrow wins over nothing newer',
    file: 'src/broker/tokens/rotation-escrow.ts',
    fence: 'const expect = { epoch: { is: epoch }, generation: { is: generation } };',
    without: 'const expect = { epoch: { is: epoch } };\n  void generation;',
    test: ESCROW,
    name: 'wins over nothing newer',
  },
  {
    what: 'a replay that ends the family waits until there is nothing to lose',
    file: 'src/broker/refresh/risky-replay.ts',
    fence: "return refresh.kind !== 'none' && refresh.replay === 'kills-family';",
    without: "return refresh.kind === 'none' && refresh.kind !== 'none';",
    test: LOST_ANSWERS,
    name: 'leaves a mark, waits until',
  },
  {
    what: 'a death is of the generation that was asked about',
    file: 'src/broker/refresh/refresh-failed.ts',
    fence:
      '      generation: { is: record.generation },\n      ...(leaseId && { leaseId: { is: leaseId } }),\n',
    without: '',
    test: 'test/journeys/refresh-failures.test.ts',
    name: 'somebody replaced meanwhile was a race',
  },
  {
    what: 'only one’s own lease is released',
    file: 'src/broker/refresh/refresh-failed.ts',
    fence: '      leaseId: { is: attempt.id },\n',
    without: '',
    test: LOST_ANSWERS,
    name: 'releases nobody else’s lease',
  },
  {
    what: 'newer tokens of the same consent are never revoked with older ones',
    file: 'src/broker/tokens/shared-grant.ts',
    fence: '    record.generation > held.generation\n',
    without: '    record.generation > held.generation + 1_000_000\n',
    test: LOST_ANSWERS,
    name: 'are not revoked while newer ones of the same consent are in use',
  },
  {
    what: 'of two answers to one generation the later counts',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence: "  if (isOursLater && (kind === 'rotating' || kind === 'sometimes')) {",
    without: "  if (isOursLater && kind === 'none') {",
    test: LOST_ANSWERS,
    name: 'counts where it came later',
  },
  {
    what: 'a disconnect raises the epoch',
    file: 'src/broker/disconnect/end-connection.ts',
    fence: '    epoch: record.epoch + 1,\n',
    without: '    epoch: record.epoch,\n',
    ...DISCONNECT,
  },
  {
    what: 'a disconnect waits for the refresh in flight',
    file: 'src/broker/disconnect/finish-disconnect.ts',
    fence: '  if (record.attemptId && (leaseUntil > now || !ports.escrow))',
    without: '  if (record.attemptId && leaseUntil > now + 1e12)',
    ...DISCONNECT,
  },
  {
    what: 'the item is believed and not a late index',
    file: 'src/broker/refresh/settle-due-item.ts',
    fence: "  if (!record?.dueAt || record.dueAt > now) return 'moved';\n",
    without: "  if (!record) return 'moved';\n",
    test: TICK_PACE,
    name: 'believes the item and not a late index',
  },
  {
    what: 'an app that does not answer is left alone',
    file: 'src/broker/apps/app-health.ts',
    fence: '  if (health.pauseUntil > now) return { mayAsk: false, retryAt: health.pauseUntil };\n',
    without: '',
    test: PROVIDER_PACE,
    name: 'is soon left alone',
  },
  {
    what: 'only one tries when a pause ends',
    file: 'src/broker/apps/app-health.ts',
    fence: 'isTrial(given) ? refusedUntilTried(given) : given',
    without: 'isTrial(given) && refusedUntilTried(given) ? given : given',
    test: PROVIDER_PACE,
    name: 'is tried by one connection when its pause is over',
  },
  {
    what: 'one app takes no more than its part of a tick',
    file: 'src/broker/refresh/due-queue.ts',
    fence: 'underWay < LIMITS.appConcurrency',
    without: 'underWay < LIMITS.tickConcurrency',
    test: PROVIDER_PACE,
    name: 'is soon left alone',
  },
  {
    what: 'workspaces take turns',
    file: 'src/broker/refresh/due-queue.ts',
    fence: '  workspaces.delete(workspaceId);\n  if (items.length > 0) workspaces.set(workspaceId, items);\n',
    without: '  if (items.length === 0) workspaces.delete(workspaceId);\n',
    test: TICK_PACE,
    name: 'one workspace after another',
  },
  {
    what: 'what was deleted since stays deleted in a restore',
    file: 'src/broker/restore/bring-back-connection.ts',
    fence: "  if (change?.kind === 'disconnected') return { outcome: 'deleted' };\n",
    without: '',
    test: RESTORE,
    name: 'nothing is revived',
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
    what: 'late tokens that could not be revoked at once are kept',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence: "  if (outcome === 'pending') {",
    without: "  if (outcome === 'never') {",
    test: ESCROW,
    name: 'holds what came too late',
  },
  {
    what: 'late losers in the escrow wait beside the tick, and not before it',
    file: 'src/broker/refresh/tick.ts',
    fence: '  const escrow = share.index === 0 ? reconciled(ports, deadline) : 0;\n',
    without: '  const escrow = share.index === 0 ? await reconciled(ports, deadline + 600_000) : 0;\n',
    test: ESCROW,
    name: 'keeps no other connection waiting',
  },
  {
    what: 'nobody can force a refresh again at once',
    file: 'src/broker/refresh/refresh-connection.ts',
    fence: "  if (replaceableAt > now) return { outcome: 'not_yet', retryAt: replaceableAt };\n",
    without: '',
    test: 'test/journeys/refresh.test.ts',
    name: 'is not forced again at once',
  },
  {
    what: 'a store ends before its lease does',
    file: 'src/broker/refresh/store-refreshed.ts',
    fence: 'Math.min(deadline, attempt.leaseUntil) - LIMITS.escrowReserve',
    without: 'deadline - LIMITS.escrowReserve',
    test: ESCROW,
    name: 'is written before the lease has lapsed',
  },
  {
    what: 'a lease is asked once more when the bytes are about to leave',
    file: 'src/broker/refresh/ask-provider.ts',
    fence: '() => ports.clock.now() < answerBy',
    without: '() => answerBy > 0',
    test: 'test/journeys/late-requests.test.ts',
    name: 'sends nothing while another process has its lease',
  },
  {
    what: 'a frozen process measures its deadline before it sends',
    file: 'src/egress/provider-fetch.ts',
    fence: 'now() < until && request.mayStillSend?.() !== false',
    without: 'until > 0 && request.mayStillSend?.() !== false',
    test: 'test/egress/late.test.ts',
    name: 'was frozen past its deadline while it connected',
  },
  {
    what: 'a success is stored whatever stands beside it',
    file: 'src/oauth/token-success.ts',
    fence: "    token_type: isDpop(token_type) ? 'dpop' : 'bearer',\n",
    without: '    token_type,\n',
    test: 'test/prove/odd-answers.test.ts',
    name: 'are stored beside any other member',
  },
  {
    what: 'a refresh token is saved beside an access token that cannot be used',
    file: 'src/broker/refresh/ask-provider.ts',
    fence: 'if (!(error instanceof UnusableTokenAnswer) || !error.answer.refresh) return undefined;',
    without: 'if (!(error instanceof UnusableTokenAnswer) || error.answer) return undefined;',
    test: 'test/prove/odd-answers.test.ts',
    name: 'costs no refresh token',
  },
  {
    what: 'a refresh token that may be spent is presented with care',
    file: 'src/broker/tokens/stored-tokens.ts',
    fence: 'const mayBeSpent = answer.isRefreshUnusable && keptRefresh !== undefined;',
    without: 'const mayBeSpent = answer.isRefreshUnusable && keptRefresh === undefined;',
    test: 'test/prove/odd-answers.test.ts',
    name: 'is not shown the spent one while',
  },
  {
    what: 'a refused secret is read again before anybody is blamed',
    file: 'src/broker/refresh/ask-provider.ts',
    fence: "if (secret.state === 'replaced' && !isSecondTry)",
    without: "if (secret.state === 'replaced' && isSecondTry)",
    test: 'test/prove/replaced-secret.test.ts',
    name: 'is refreshed at once with the secret that replaced',
  },
  {
    what: 'a verdict on a secret that was replaced meanwhile is withdrawn',
    file: 'src/broker/refresh/ask-provider.ts',
    fence: '  await withdrawIfReplaced(ports, appKey, refused);\n',
    without: '  void withdrawIfReplaced;\n',
    test: 'test/prove/replaced-secret.test.ts',
    name: 'rests not for an old secret',
  },
];
