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

interface Brought {
  facts: OAuthFacts;
  answer: TokenAnswer;
}

export async function storeRefreshed(
  ports: RefreshNeeds,
  work: Work,
  brought: Brought,
): Promise<ConnectionRefreshReport> {
  const { key, record, attempt, deadline } = work;
  const set = refreshedAttributes(ports, work, brought);
  // No status and no lease in the condition: a late success that is still current is stored, and revives.
  const expect = { epoch: { is: record.epoch }, generation: { is: record.generation } };
  const change = { expect, set, writeId: storeWriteId(attempt.id) };
  let isStored: boolean;
  try {
    isStored = await storeDurably(ports, { key, change, giveUpAt: deadline - LIMITS.escrowReserve });
  } catch {
    return escrowed(ports, work, set);
  }
  if (!isStored) return dropLateTokens(ports, work, brought.answer);
  await noteRecovered(ports, key, record);
  const { refreshExpiresAt } = set;
  await warnOfFixedEnd(ports, key, {
    before: record,
    after: { refreshExpiresAt, generation: record.generation + 1 },
  });
  return { outcome: 'refreshed' };
}

function refreshedAttributes(ports: RefreshNeeds, work: Work, { facts, answer }: Brought) {
  const { key, record, seal, attempt } = work;
  return {
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
      idleLimit: idleLimitOf(facts),
      isIdle: !work.isOnDemand && isIdle(record, ports.idleAfter, attempt.askedAt),
    }),
    ...(answer.scopes && { grantedScopes: grantedScopes(facts, answer.scopes, record.requestedScopes) }),
    ...(answer.facts && { facts: { ...record.facts, ...answer.facts } }),
  };
}

/** The table refused to the end. The mark stays, so that nobody spends the old token before the copy is settled (T102). */
async function escrowed(
  ports: RefreshNeeds,
  { key, record, attempt, deadline }: Work,
  set: EscrowedTokens['set'],
): Promise<ConnectionRefreshReport> {
  const { epoch, generation, provider, appOwner, appVersion, clientId, variables, accountKey } = record;
  const minted = { provider, appOwner, appVersion, clientId, variables, accountKey };
  const copy = { key, epoch, generation, attempt: attempt.id, minted, set };
  try {
    await keepInEscrow(ports, copy, deadline - LIMITS.storeReserve);
  } catch (error) {
    ports.log.error('rotated_tokens_lost', { ...key, provider });
    throw error;
  }
  ports.log.error('rotated_tokens_escrowed', { ...key, provider });
  return { outcome: 'failing', retryAt: attempt.leaseUntil };
}

/** Something newer stands: a disconnect, a new consent. What came too late is ended where that ends nothing else. */
async function dropLateTokens(
  ports: RefreshNeeds,
  { key, record }: Work,
  { access, refresh }: TokenAnswer,
): Promise<ConnectionRefreshReport> {
  const { epoch, generation, accountKey } = record;
  const held = { key, epoch, generation, accountKey };
  const { outcome } = await revokeHeldTokens(ports, { app: record, held, access, refresh });
  ports.log.warn('late_tokens_dropped', { ...key, provider: record.provider, outcome });
  return { outcome: 'moved' };
}
