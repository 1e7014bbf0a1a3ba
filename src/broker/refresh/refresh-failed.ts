/** Updates a connection after a refresh without tokens. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import type { StatusReason } from '../../contract/statuses.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { concernOf } from '../apps/whose-trouble.ts';
import { keptOpen } from '../connection/choice.ts';
import { dueShard } from '../connection/due-shard.ts';
import { retryAt } from '../connection/due-time.ts';
import { isInert, sameKind } from '../connection/usable.ts';
import { randomFraction } from '../random-fraction.ts';
import type { PreparedRefresh, RefreshPorts } from './attempt.ts';
import { isReplayRisky, replayAt } from './risky-replay.ts';

const REASON: Record<Exclude<TokenFailure['kind'], 'dead_grant'>, StatusReason> = {
  configuration: 'app_misconfigured',
  throttled: 'provider_throttled',
  transient: 'provider_unavailable',
};

/** A failure, and the facts of its provider; undefined if the app's configuration is missing. */
interface FailedRefresh {
  facts: OAuthFacts | undefined;
  failure: TokenFailure;
}

/**
 * Notes the failure and plans a retry; the tokens stay. The attempt mark is removed only with proof that the token was
 * not spent.
 */
export async function noteRefreshFailure(
  ports: RefreshPorts,
  prepared: Pick<PreparedRefresh, 'key' | 'record' | 'attempt'>,
  failed: FailedRefresh,
): Promise<ConnectionRefreshReport> {
  const { key, record, attempt } = prepared;
  const { failure } = failed;
  const kind = failure.kind === 'dead_grant' ? 'transient' : failure.kind;
  const next = nextAttempt(ports, prepared, failed);
  const mark = failure.maybeSpent ? attempt.id : record.attemptId;
  await ports.connections.change(key, {
    // An attempt releases only its own lease (T098).
    expect: {
      leaseId: { is: attempt.id },
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      status: sameKind(record),
    },
    set: {
      ...(isInert(record) ? {} : { status: 'refresh_failing' as const, reason: REASON[kind] }),
      failures: (record.failures ?? 0) + 1,
      nextAttemptAt: next,
      dueShard: dueShard(key),
      dueAt: next,
      ...keptOpen(key, record, { sealedRefresh: record.sealedRefresh, dueAt: next }),
      leaseId: undefined,
      leaseUntil: undefined,
      answerBy: undefined,
      attemptId: mark,
      attemptAt: failure.maybeSpent ? attempt.askedAt : record.attemptAt,
    },
    writeId: `${attempt.id}.failed`,
  });
  const concern = concernOf(ports.catalogue, record);
  ports.log.warn('refresh_failed', { ...key, provider: record.provider, reason: REASON[kind], ...concern });
  return { outcome: 'failing', retryAt: next };
}

function nextAttempt(
  ports: RefreshPorts,
  { record, attempt }: Pick<PreparedRefresh, 'record' | 'attempt'>,
  { facts, failure }: FailedRefresh,
): number {
  const now = ports.clock.now();
  const { failures = 0 } = record;
  const next = retryAt({ now, failures, retryAfter: failure.retryAfter, random: randomFraction(ports) });
  if (!failure.maybeSpent) return next;
  // The lost answer may still arrive at the process that holds the lease, so the retry waits for its end.
  const afterLease = Math.max(next, attempt.leaseUntil);
  return facts && isReplayRisky(facts) ? Math.max(afterLease, replayAt(record)) : afterLease;
}
