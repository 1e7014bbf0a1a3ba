/**
 * Refreshes one connection (design section 8). The lease decides who may call the provider; epoch and generation alone
 * decide who may store.
 */
import type { ConnectionRefreshReport } from '../contract/refresh.ts';
import { USABLE } from '../contract/statuses.ts';
import type { OAuthFacts } from '../oauth/provider.ts';
import type { TokenAnswer } from '../oauth/token-answer.ts';
import { refreshTokens, type TokenEndpointContext } from '../oauth/token-endpoint.ts';
import { type TokenFailure, tokenFailure } from '../oauth/token-failure.ts';
import type { Secret } from '../vault/secret.ts';
import type { Seal } from '../vault/vault.ts';
import { grantedScopes } from './granted-scopes.ts';
import { LIMITS } from './limits.ts';
import { newId } from './new-id.ts';
import { appCredentials } from './oauth-app-credentials.ts';
import type { ConnectionKey, Deadline, Ports } from './ports.ts';
import { probeConnection } from './probe-connection.ts';
import { randomFraction } from './random-fraction.ts';
import type { Connection } from './records.ts';
import { declareDead, noteRefreshFailure } from './refresh-failed.ts';
import { noteRecovered } from './refresh-recovered.ts';
import { revokeHeldTokens } from './revoke-held-tokens.ts';
import { tokenPlace } from './sealed-places.ts';
import { storeDurably } from './store-durably.ts';
import { storedTokens } from './stored-tokens.ts';
import { isUsable } from './usable.ts';

export type RefreshNeeds = Pick<
  Ports,
  | 'connections'
  | 'apps'
  | 'activity'
  | 'platformSecrets'
  | 'vault'
  | 'catalogue'
  | 'fetch'
  | 'clock'
  | 'random'
  | 'log'
>;

export interface RefreshInput {
  key: ConnectionKey;
  /** Refresh only what still is this generation. */
  generation?: number;
  /** The provider refused the access token of that generation. */
  rejected?: true;
  deadline: Deadline;
}

export async function refreshConnection(
  ports: RefreshNeeds,
  input: RefreshInput,
): Promise<ConnectionRefreshReport> {
  return refreshRecord(ports, input, await ports.connections.read(input.key));
}

/** For whoever has read the record just now. */
export async function refreshRecord(
  ports: RefreshNeeds,
  input: RefreshInput,
  record: Connection | undefined,
): Promise<ConnectionRefreshReport> {
  const early = answerWithoutAsking(record, input, ports.clock.now());
  return early ?? prepareAndAsk(ports, input, record as Connection);
}

/** Everything that keeps the provider from being asked. */
function answerWithoutAsking(
  record: Connection | undefined,
  { generation, rejected, deadline }: RefreshInput,
  now: number,
): ConnectionRefreshReport | undefined {
  if (!record || !isUsable(record)) return { outcome: 'not_refreshable' };
  if (generation !== undefined && record.generation !== generation) return { outcome: 'moved' };
  if ((record.leaseUntil ?? 0) > now) return { outcome: 'busy' };
  if ((record.nextAttemptAt ?? 0) > now) return { outcome: 'not_yet', retryAt: record.nextAttemptAt };
  const expired = record.accessExpiresAt !== undefined && record.accessExpiresAt <= now;
  if (!record.sealedRefresh && !expired && !rejected) return { outcome: 'not_refreshable' };
  // With too little time the answer might come and find nobody (T103).
  if (deadline - now < LIMITS.refreshNeeds) return { outcome: 'not_yet', retryAt: now };
  return undefined;
}

async function prepareAndAsk(
  ports: RefreshNeeds,
  input: RefreshInput,
  record: Connection,
): Promise<ConnectionRefreshReport> {
  const { key, deadline } = input;
  if (!record.sealedRefresh) return withoutRefreshToken(ports, input, record);
  // All that can fail early is at hand before the provider is asked: key, client secret, the token itself.
  const seal = await ports.vault.sealer();
  const refreshToken = await ports.vault.open(
    tokenPlace(key, 'sealedRefresh', record.generation),
    record.sealedRefresh,
  );
  const credentials = await appCredentials(ports, record);
  const attempt = await claim(ports, key, record);
  if (!attempt) return reportMoved(ports, key, record);
  const work: Work = { key, record, seal, refreshToken, attempt, deadline };
  if (!credentials)
    return noteRefreshFailure(ports, work, undefined, { kind: 'configuration', maybeSpent: false });
  return ask(ports, work, credentials);
}

/** The clock ends it, or the provider's own answer about the access token; nothing else does. */
function withoutRefreshToken(
  ports: RefreshNeeds,
  { key, rejected }: RefreshInput,
  record: Connection,
): Promise<ConnectionRefreshReport> {
  const expired = record.accessExpiresAt !== undefined && record.accessExpiresAt <= ports.clock.now();
  return rejected && !expired
    ? probeConnection(ports, key, record)
    : declareDead(ports, { key, record, reason: 'expired_without_refresh_token' });
}

export interface Attempt {
  /** Names lease, mark and store of this attempt. */
  id: string;
  askedAt: number;
  leaseUntil: number;
}

export interface Work {
  key: ConnectionKey;
  /** As it was before the claim; an attempt mark in it means that an earlier answer was lost. */
  record: Connection;
  seal: Seal;
  refreshToken: Secret;
  attempt: Attempt;
  deadline: Deadline;
}

/** Takes the lease and marks the attempt in one write. Undefined: somebody else was faster, or the record moved. */
async function claim(
  ports: RefreshNeeds,
  key: ConnectionKey,
  record: Connection,
): Promise<Attempt | undefined> {
  const now = ports.clock.now();
  const attempt = { id: newId(ports), askedAt: now, leaseUntil: now + LIMITS.lease };
  const claimed = await ports.connections.change(key, {
    expect: {
      status: { isOneOf: USABLE },
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      leaseUntil: { absentOrAtMost: now },
      nextAttemptAt: { absentOrAtMost: now },
    },
    set: { leaseId: attempt.id, leaseUntil: attempt.leaseUntil, attemptId: attempt.id, attemptAt: now },
    writeId: attempt.id,
  });
  return claimed ? attempt : undefined;
}

async function reportMoved(
  ports: RefreshNeeds,
  key: ConnectionKey,
  before: Connection,
): Promise<ConnectionRefreshReport> {
  const now = await ports.connections.read(key);
  if (!now || !isUsable(now)) return { outcome: 'not_refreshable' };
  return { outcome: now.generation === before.generation ? 'busy' : 'moved' };
}

async function ask(
  ports: RefreshNeeds,
  work: Work,
  credentials: TokenEndpointContext,
): Promise<ConnectionRefreshReport> {
  let answer: TokenAnswer;
  try {
    const { refreshToken, record } = work;
    answer = await refreshTokens(credentials, { refreshToken, redirectUri: record.redirectUri ?? '' });
  } catch (error) {
    return judge(ports, work, credentials.facts, tokenFailure(error, credentials.facts));
  }
  return store(ports, work, credentials.facts, answer);
}

/** From the provider's answer to the durable write nothing is awaited, and nothing but the write can fail. */
async function store(
  ports: RefreshNeeds,
  work: Work,
  facts: OAuthFacts,
  answer: TokenAnswer,
): Promise<ConnectionRefreshReport> {
  const { key, record, seal, attempt } = work;
  const set = {
    ...storedTokens({
      key,
      seal,
      answer,
      keptRefresh: work.refreshToken,
      keptRefreshExpiresAt: record.refreshExpiresAt,
      generation: record.generation + 1,
      by: attempt.id,
      askedAt: attempt.askedAt,
      random: randomFraction(ports),
    }),
    ...(answer.scopes && { grantedScopes: grantedScopes(facts, answer.scopes, record.requestedScopes) }),
    ...(answer.facts && { facts: { ...record.facts, ...answer.facts } }),
  };
  // No status and no lease in the condition: a late success that is still current is stored, and revives.
  const expect = { epoch: { is: record.epoch }, generation: { is: record.generation } };
  const change = { expect, set, writeId: `${attempt.id}.store` };
  const stored = await storeDurably(ports, { key, change, giveUpAt: work.deadline - LIMITS.storeReserve });
  if (!stored) return dropLateTokens(ports, work, answer);
  await noteRecovered(ports, key, record);
  return { outcome: 'refreshed' };
}

/** Something newer stands: a disconnect, a new consent. What came too late is ended where that ends nothing else. */
async function dropLateTokens(
  ports: RefreshNeeds,
  { key, record }: Work,
  answer: TokenAnswer,
): Promise<ConnectionRefreshReport> {
  const { epoch, generation, accountKey } = record;
  const { outcome } = await revokeHeldTokens(ports, {
    app: record,
    held: { key, epoch, generation, accountKey },
    access: answer.access,
    refresh: answer.refresh,
  });
  ports.log.warn('late_tokens_dropped', { ...key, provider: record.provider, outcome });
  return { outcome: 'moved' };
}

async function judge(
  ports: RefreshNeeds,
  work: Work,
  facts: OAuthFacts,
  failure: TokenFailure,
): Promise<ConnectionRefreshReport> {
  if (failure.kind !== 'dead_grant') return noteRefreshFailure(ports, work, facts, failure);
  const { key, record, attempt } = work;
  const reason = record.attemptId ? 'refresh_lost' : 'grant_revoked';
  return declareDead(ports, { key, record, reason, leaseId: attempt.id });
}
