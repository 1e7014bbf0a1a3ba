/** The attributes that a refresh writes after its provider answered. */
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { PartialTokenAnswer } from '../../oauth/token-answer.ts';
import { keptOpen } from '../connection/choice.ts';
import { dueShard } from '../connection/due-shard.ts';
import { retryAt } from '../connection/due-time.ts';
import { idleLimitOf, isIdle } from '../connection/idle.ts';
import { isInert } from '../connection/usable.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import { grantedScopes } from '../tokens/granted-scopes.ts';
import { storedTokens } from '../tokens/stored-tokens.ts';
import type { PreparedRefresh, RefreshPorts } from './attempt.ts';

/** Tokens that a provider answered. Times are milliseconds since the epoch. */
export interface ReceivedTokens {
  facts: OAuthFacts;
  answer: PartialTokenAnswer;
  answeredAt: number;
  /** When to refresh again, because the answer has no access token that can be used. */
  retryAt?: number;
}

/** The answer, at this moment. */
export function receivedNow(
  ports: Pick<RefreshPorts, 'clock' | 'random'>,
  { failures = 0 }: Connection,
  { facts, answer }: Pick<ReceivedTokens, 'facts' | 'answer'>,
): ReceivedTokens {
  const answeredAt = ports.clock.now();
  if (answer.access) return { facts, answer, answeredAt };
  const next = retryAt({ now: answeredAt, failures, random: randomFraction(ports) });
  return { facts, answer, answeredAt, retryAt: next };
}

/** The attributes of one generation, with its tokens sealed for it. */
export function refreshedAttributes(
  ports: RefreshPorts,
  prepared: PreparedRefresh,
  { received, generation }: { received: ReceivedTokens; generation: number },
) {
  const { key, record, seal, attempt } = prepared;
  const { facts, answer, answeredAt } = received;
  // Written beside the tokens in any case: they are bound to exactly these, whatever another store wrote meanwhile.
  const connectionFacts = answer.facts ? { ...record.facts, ...answer.facts } : record.facts;
  const stored = {
    ...storedTokens({
      key,
      bound: { ...record, facts: connectionFacts },
      seal,
      answer,
      keptRefresh: prepared.refreshToken,
      keptRefreshExpiresAt: record.refreshExpiresAt,
      generation,
      by: attempt.id,
      askedAt: attempt.askedAt,
      answeredAt,
      random: randomFraction(ports),
      idleLimit: idleLimitOf(facts),
      isIdle: !prepared.isOnDemand && isIdle(record, ports.idleAfter, attempt.askedAt),
    }),
    ...failingAttributes(prepared, received),
  };
  return {
    ...stored,
    ...keptOpen(key, record, stored),
    ...inertAttributes(prepared, received),
    ...refreshedScopes(prepared, received),
    facts: connectionFacts,
  };
}

/**
 * The scopes that the answer names. An empty text names none: no refresh makes a grant without any scope (RFC 6749 sections 3.3
 * and 6), and a connection whose scopes were taken for gone would serve no call until a person connects again.
 */
function refreshedScopes({ record }: PreparedRefresh, { facts, answer: { scopes } }: ReceivedTokens) {
  if (!scopes || scopes.length === 0) return {};
  return { grantedScopes: grantedScopes(facts, scopes, record.requestedScopes) };
}

/** Without an access token the refresh failed, although its refresh token is saved for the next one. */
function failingAttributes({ key, record }: PreparedRefresh, { retryAt: next }: ReceivedTokens) {
  if (next === undefined) return {};
  return {
    status: 'refresh_failing' as const,
    reason: 'provider_unavailable' as const,
    failures: (record.failures ?? 0) + 1,
    nextAttemptAt: next,
    dueShard: dueShard(key),
    dueAt: next,
  };
}

/** What is being disconnected stays so, whatever it got: it is due for its revocation, in case this process stops now. */
function inertAttributes({ key, record }: PreparedRefresh, { answeredAt, retryAt: next }: ReceivedTokens) {
  if (!isInert(record)) return {};
  const { status, reason, failures } = record;
  return {
    status,
    reason,
    failures,
    nextAttemptAt: next,
    dueShard: dueShard(key),
    dueAt: next ?? answeredAt,
  };
}
