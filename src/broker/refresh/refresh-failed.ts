/** Updates a connection after a refresh without tokens. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { REFRESHABLE, type StatusReason } from '../../contract/statuses.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { keptOpen } from '../connection/choice.ts';
import { dueShard } from '../connection/due-shard.ts';
import { retryAt } from '../connection/due-time.ts';
import { isInert, sameKind } from '../connection/usable.ts';
import { newId } from '../new-id.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
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
  ports.log.warn('refresh_failed', { ...key, provider: record.provider, reason: REASON[kind] });
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

/** A grant that ended, and the evidence. */
export interface DeadGrant {
  key: ConnectionKey;
  record: Connection;
  reason: StatusReason;
  /** The lease of the attempt that the provider answered. Absent: no attempt asked, or the clock decides. */
  leaseId?: string;
}

/**
 * Declares a grant dead: only after the provider's own answer about the current token, or its end by the clock. The
 * condition checks epoch and generation: if they changed, the newer tokens are used (T117). The sealed tokens stay, for
 * a late success that makes the connection active again, and for the revocation at a disconnect.
 */
export async function declareGrantDead(
  ports: RefreshPorts,
  grant: DeadGrant,
): Promise<ConnectionRefreshReport> {
  const { key, record, reason, leaseId } = grant;
  const declared = await ports.connections.change(key, {
    expect: {
      status: { isOneOf: REFRESHABLE },
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      ...(leaseId && { leaseId: { is: leaseId } }),
    },
    set: {
      status: 'reauthorization_required',
      reason,
      leaseId: undefined,
      leaseUntil: undefined,
      answerBy: undefined,
      attemptId: undefined,
      attemptAt: undefined,
      nextAttemptAt: undefined,
      dueShard: undefined,
      dueAt: undefined,
    },
    writeId: newId(ports),
  });
  if (!declared) return { outcome: 'moved' };
  const { workspaceId, connectionId } = key;
  const entry = {
    type: 'reauthorization_required',
    connectionId,
    provider: record.provider,
    outcome: reason,
  } as const;
  await recordActivity(ports, workspaceId, entry);
  ports.log.warn('reauthorization_required', { ...key, provider: record.provider, reason });
  return { outcome: 'dead' };
}
