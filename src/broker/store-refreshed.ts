/** The durable end of a refresh: both tokens in one write, or sealed in the escrow, or ended at the provider. */
import type { ConnectionRefreshReport } from '../contract/refresh.ts';
import type { OAuthFacts } from '../oauth/provider.ts';
import type { TokenAnswer } from '../oauth/token-answer.ts';
import type { Work } from './ask-provider.ts';
import { grantedScopes } from './granted-scopes.ts';
import { idleLimitOf, isIdle } from './idle.ts';
import { LIMITS } from './limits.ts';
import type { EscrowedTokens } from './ports.ts';
import { randomFraction } from './random-fraction.ts';
import type { RefreshNeeds } from './refresh-connection.ts';
import { noteRecovered } from './refresh-recovered.ts';
import { revokeHeldTokens } from './revoke-held-tokens.ts';
import { keepInEscrow, storeWriteId } from './rotation-escrow.ts';
import { storeDurably } from './store-durably.ts';
import { storedTokens } from './stored-tokens.ts';
import { warnOfFixedEnd } from './warn-of-end.ts';

export async function storeRefreshed(
  ports: RefreshNeeds,
  work: Work,
  { facts, answer }: { facts: OAuthFacts; answer: TokenAnswer },
): Promise<ConnectionRefreshReport> {
  const { record } = work;
  const brought = { facts, answer, answeredAt: ports.clock.now() };
  const stored = await storeAfter(ports, work, { brought, after: record.generation });
  if (stored === 'escrowed') return { outcome: 'failing', retryAt: work.attempt.leaseUntil };
  if (stored === 'stored') return afterStore(ports, work, { brought, generation: record.generation + 1 });
  return lateSuccess(ports, work, brought);
}

/** One write of both tokens as the generation after this one, or their copy in the escrow. */
async function storeAfter(
  ports: RefreshNeeds,
  work: Work,
  { brought, after }: { brought: Brought; after: number },
): Promise<'stored' | 'moved' | 'escrowed'> {
  const { key, record, attempt, deadline } = work;
  const set = refreshedAttributes(ports, work, { brought, generation: after + 1 });
  // No status and no lease in the condition: a late success that is still current is stored, and revives.
  const expect = { epoch: { is: record.epoch }, generation: { is: after } };
  const change = { expect, set, writeId: storeWriteId(attempt.id) };
  try {
    const giveUpAt = Math.min(deadline, attempt.leaseUntil) - LIMITS.escrowReserve;
    const isStored = await storeDurably(ports, { key, change, giveUpAt });
    return isStored ? 'stored' : 'moved';
  } catch {
    await putInEscrow(ports, work, { set, generation: after });
    return 'escrowed';
  }
}

async function afterStore(
  ports: RefreshNeeds,
  { key, record }: Work,
  { brought, generation }: { brought: Brought; generation: number },
): Promise<ConnectionRefreshReport> {
  const refreshExpiresAt = refreshEnd(record, brought);
  await noteRecovered(ports, key, record);
  await warnOfFixedEnd(ports, key, { before: record, after: { refreshExpiresAt, generation } });
  return { outcome: 'refreshed' };
}

/**
 * Somebody stored before. If they asked for the same generation, which takes one of the two to be slower than its lease,
 * and the provider rotates, then its later answer is the one that it counts: ours, where theirs came first.
 */
async function lateSuccess(
  ports: RefreshNeeds,
  work: Work,
  brought: Brought,
): Promise<ConnectionRefreshReport> {
  const { key, record } = work;
  const theirs = await ports.connections.read(key);
  const isSameGeneration = theirs?.epoch === record.epoch && theirs.generation === record.generation + 1;
  const { kind } = brought.facts.refresh;
  const isOursLater = isSameGeneration && brought.answeredAt > (theirs.answeredAt ?? brought.answeredAt);
  if (isOursLater && (kind === 'rotating' || kind === 'sometimes')) {
    const { generation } = theirs;
    const stored = await storeAfter(ports, work, { brought, after: generation });
    if (stored === 'stored') return afterStore(ports, work, { brought, generation: generation + 1 });
    if (stored === 'escrowed') return { outcome: 'failing', retryAt: work.attempt.leaseUntil };
  }
  return dropLateTokens(ports, work, brought);
}

interface Brought {
  facts: OAuthFacts;
  answer: TokenAnswer;
  answeredAt: number;
}

function refreshedAttributes(
  ports: RefreshNeeds,
  work: Work,
  { brought: { facts, answer, answeredAt }, generation }: { brought: Brought; generation: number },
) {
  const { key, record, seal, attempt } = work;
  return {
    ...storedTokens({
      key,
      seal,
      answer,
      keptRefresh: work.refreshToken,
      keptRefreshExpiresAt: record.refreshExpiresAt,
      generation,
      by: attempt.id,
      askedAt: attempt.askedAt,
      answeredAt,
      random: randomFraction(ports),
      idleLimit: idleLimitOf(facts),
      isIdle: !work.isOnDemand && isIdle(record, ports.idleAfter, attempt.askedAt),
    }),
    ...(answer.scopes && { grantedScopes: grantedScopes(facts, answer.scopes, record.requestedScopes) }),
    ...(answer.facts && { facts: { ...record.facts, ...answer.facts } }),
  };
}

function refreshEnd(
  { refreshExpiresAt }: Work['record'],
  { answer, answeredAt }: Brought,
): number | undefined {
  return answer.refreshExpiresIn ? answeredAt + answer.refreshExpiresIn * 1_000 : refreshExpiresAt;
}

/** The table refused to the end. The mark stays, so that nobody spends the old token before the copy is settled (T102). */
async function putInEscrow(
  ports: RefreshNeeds,
  { key, record, attempt, deadline }: Work,
  { set, generation }: Pick<EscrowedTokens, 'set' | 'generation'>,
): Promise<void> {
  const { epoch, provider, appOwner, appVersion, clientId, variables, accountKey } = record;
  const minted = { provider, appOwner, appVersion, clientId, variables, accountKey };
  const copy = { key, epoch, generation, attempt: attempt.id, minted, set };
  try {
    await keepInEscrow(ports, copy, Math.min(deadline, attempt.leaseUntil) - LIMITS.storeReserve);
  } catch (error) {
    ports.log.error('rotated_tokens_lost', { ...key, provider });
    throw error;
  }
  ports.log.error('rotated_tokens_escrowed', { ...key, provider });
}

/** Something newer stands: a disconnect, a new consent. What came too late is ended where that ends nothing else. */
async function dropLateTokens(
  ports: RefreshNeeds,
  work: Work,
  brought: Brought,
): Promise<ConnectionRefreshReport> {
  const { key, record } = work;
  const outcome = await revokedNow(ports, record, { key, answer: brought.answer });
  ports.log.warn('late_tokens_dropped', { ...key, provider: record.provider, outcome });
  // Their end is still to come: the copy is the tick's to try again, and the receipt's to wait for.
  if (outcome === 'pending') {
    const { generation } = record;
    const set = refreshedAttributes(ports, work, { brought, generation: generation + 1 });
    await putInEscrow(ports, work, { set, generation });
  }
  return { outcome: 'moved' };
}

async function revokedNow(
  ports: RefreshNeeds,
  record: Work['record'],
  { key, answer: { access, refresh } }: { key: Work['key']; answer: TokenAnswer },
): Promise<string> {
  const { epoch, generation, accountKey } = record;
  const held = { key, epoch, generation, accountKey };
  try {
    return (await revokeHeldTokens(ports, { app: record, held, access, refresh })).outcome;
  } catch {
    // A secret or a key of ours could not be had.
    return 'pending';
  }
}
