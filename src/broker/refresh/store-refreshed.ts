/** Ends a refresh durably: both tokens are stored in one write, or kept sealed in the escrow, or revoked. */

import type { RevocationOutcome } from '../../contract/outcomes.ts';
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { PartialTokenAnswer } from '../../oauth/token-answer.ts';
import { recordRecovery } from '../activity/record-recovery.ts';
import { isInert } from '../connection/usable.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowedTokens } from '../ports.ts';
import type { Connection } from '../records.ts';
import { provedCopy } from '../tokens/escrow-proof.ts';
import { revokeHeldTokens } from '../tokens/revoke-held-tokens.ts';
import { keepInEscrow, storeWriteId } from '../tokens/rotation-escrow.ts';
import { storeDurably } from '../tokens/store-durably.ts';
import { refreshTokenEnd } from '../tokens/stored-tokens.ts';
import type { PreparedRefresh, RefreshPorts } from './attempt.ts';
import { type ReceivedTokens, receivedNow, refreshedAttributes } from './refreshed-attributes.ts';
import { warnOfFixedEnd } from './warn-of-end.ts';

/**
 * Stores an answer's tokens. Without an access token only the refresh token is saved, and the connection is failing.
 * `moved`: a newer epoch or generation exists, and the tokens were dropped. Rejects if the tokens were lost.
 */
export async function storeRefreshed(
  ports: RefreshPorts,
  prepared: PreparedRefresh,
  { facts, answer }: { facts: OAuthFacts; answer: PartialTokenAnswer },
): Promise<ConnectionRefreshReport> {
  const { record } = prepared;
  const received = receivedNow(ports, record, { facts, answer });
  const stored = await storeAfter(ports, prepared, { received, after: record.generation });
  if (stored === 'escrowed') return { outcome: 'failing', retryAt: prepared.attempt.leaseUntil };
  if (stored === 'stored')
    return afterStore(ports, prepared, { received, generation: record.generation + 1 });
  return lateSuccess(ports, prepared, received);
}

/** Writes both tokens as the generation after `after`, or keeps a copy in the escrow. */
async function storeAfter(
  ports: RefreshPorts,
  prepared: PreparedRefresh,
  { received, after }: { received: ReceivedTokens; after: number },
): Promise<'stored' | 'moved' | 'escrowed'> {
  const { key, record, attempt, deadline } = prepared;
  const set = refreshedAttributes(ports, prepared, { received, generation: after + 1 });
  // The condition has no status and no lease: a late success that is still current is stored and makes the connection
  // active.
  const expect = { epoch: { is: record.epoch }, generation: { is: after } };
  const change = { expect: { ...expect, ...stillInert(record) }, set, writeId: storeWriteId(attempt.id) };
  try {
    const giveUpAt = Math.min(deadline, attempt.leaseUntil) - LIMITS.escrowReserve;
    const isStored = await storeDurably(ports, { key, change, giveUpAt });
    return isStored ? 'stored' : 'moved';
  } catch {
    await putInEscrow(ports, prepared, { set, generation: after });
    return 'escrowed';
  }
}

/** A tombstone has the epoch and the generation of its disconnect: no tokens come back into it. */
function stillInert(record: Connection) {
  return isInert(record) && { status: { is: 'disconnecting' as const } };
}

async function afterStore(
  ports: RefreshPorts,
  { key, record, attempt }: PreparedRefresh,
  { received, generation }: { received: ReceivedTokens; generation: number },
): Promise<ConnectionRefreshReport> {
  if (received.retryAt !== undefined) return { outcome: 'failing', retryAt: received.retryAt };
  if (isInert(record)) return { outcome: 'refreshed' };
  const refreshExpiresAt = refreshTokenEnd(received.answer, attempt.askedAt, record.refreshExpiresAt);
  await recordRecovery(ports, key, record);
  await warnOfFixedEnd(ports, key, { before: record, after: { refreshExpiresAt, generation } });
  return { outcome: 'refreshed' };
}

/**
 * Another process stored first. If it refreshed the same generation (one of the two was slower than its lease) and the
 * provider rotates, the later of the two answers is valid: this one is stored if the other one came first.
 */
async function lateSuccess(
  ports: RefreshPorts,
  prepared: PreparedRefresh,
  received: ReceivedTokens,
): Promise<ConnectionRefreshReport> {
  const { key, record } = prepared;
  const theirs = await ports.connections.read(key);
  const isSameGeneration = theirs?.epoch === record.epoch && theirs.generation === record.generation + 1;
  const { kind } = received.facts.refresh;
  const isOursLater = isSameGeneration && received.answeredAt > (theirs.answeredAt ?? received.answeredAt);
  if (isOursLater && (kind === 'rotating' || kind === 'sometimes')) {
    const { generation } = theirs;
    const stored = await storeAfter(ports, prepared, { received, after: generation });
    if (stored === 'stored') return afterStore(ports, prepared, { received, generation: generation + 1 });
    if (stored === 'escrowed') return { outcome: 'failing', retryAt: prepared.attempt.leaseUntil };
  }
  return dropLateTokens(ports, prepared, received);
}

/**
 * Keeps tokens that the table did not take. The attempt mark stays, so the old token is not sent before the copy is
 * settled (T102).
 */
async function putInEscrow(
  ports: RefreshPorts,
  { key, record, seal, attempt, deadline }: PreparedRefresh,
  { set, generation }: Pick<EscrowedTokens, 'set' | 'generation'>,
): Promise<void> {
  const { epoch, provider, appOwner, appVersion, appUid, clientId, variables, facts, accountKey } = record;
  const app = { provider, appOwner, appVersion, appUid, clientId, variables, accountKey };
  const minted = { ...app, ...(facts && { facts }) };
  const copy = provedCopy(seal, { key, epoch, generation, attempt: attempt.id, minted, set });
  try {
    await keepInEscrow(ports, copy, Math.min(deadline, attempt.leaseUntil) - LIMITS.storeReserve);
  } catch (error) {
    ports.log.error('rotated_tokens_lost', { ...key, provider });
    throw error;
  }
  ports.log.error('rotated_tokens_escrowed', { ...key, provider });
}

/** A disconnect or a new consent is newer: revokes the late tokens, unless that would end other tokens. */
async function dropLateTokens(
  ports: RefreshPorts,
  prepared: PreparedRefresh,
  received: ReceivedTokens,
): Promise<ConnectionRefreshReport> {
  const { key, record } = prepared;
  const outcome = await revokedNow(ports, record, { key, answer: received.answer });
  ports.log.warn('late_tokens_dropped', { ...key, provider: record.provider, outcome });
  // They are not revoked yet: a tick retries with the copy, and a disconnect's receipt waits for it.
  if (outcome === 'pending') {
    const { generation } = record;
    const set = refreshedAttributes(ports, prepared, { received, generation: generation + 1 });
    await putInEscrow(ports, prepared, { set, generation });
  }
  return { outcome: 'moved' };
}

async function revokedNow(
  ports: RefreshPorts,
  record: PreparedRefresh['record'],
  { key, answer: { access, refresh } }: { key: PreparedRefresh['key']; answer: PartialTokenAnswer },
): Promise<RevocationOutcome> {
  const { epoch, generation, accountKey } = record;
  const held = { key, epoch, generation, accountKey };
  try {
    return (await revokeHeldTokens(ports, { app: record, held, access, refresh })).outcome;
  } catch {
    // A secret or a key of the broker could not be read.
    return 'pending';
  }
}
