/**
 * The escrow of sealed tokens that could not be written to the table: a copy that is still current is stored, and any
 * other copy is revoked. No copy replaces a newer epoch or generation, and none is settled twice.
 */

import { recordRecovery } from '../activity/record-recovery.ts';
import { openCopy } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Escrow, EscrowEntry, EscrowedTokens, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import type { WithEnvironment } from './account-key.ts';
import { isProved } from './escrow-proof.ts';
import { type RevocationReport, type RevokePorts, revokeHeldTokens } from './revoke-held-tokens.ts';
import { settleUnstored } from './settle-unstored.ts';

/** The ports of settling the escrow. */
export type EscrowPorts = RevokePorts &
  WithEnvironment &
  Pick<Ports, 'escrow' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** Tries until the copy is durable. Rejects by `giveUpAt` (milliseconds since the epoch) with the last error. */
export async function keepInEscrow(
  ports: Pick<Ports, 'clock'> & { escrow: Pick<Escrow, 'put'> },
  copy: EscrowedTokens,
  giveUpAt: number,
): Promise<void> {
  for (;;) {
    try {
      return await ports.escrow.put(copy);
    } catch (error) {
      if (ports.clock.now() + LIMITS.storeRetry >= giveUpAt) throw error;
      await ports.clock.sleep(LIMITS.storeRetry);
    }
  }
}

/**
 * Settles the copies of one connection. `stored`: a copy is current now. `none`: no copy was current. If it rejects,
 * that is unknown.
 */
export async function settleEscrow(ports: EscrowPorts, key: ConnectionKey): Promise<'stored' | 'none'> {
  let settled: 'stored' | 'none' = 'none';
  for (const entry of await ports.escrow.of(key))
    if ((await settleEntry(ports, entry)) === 'stored') settled = 'stored';
  return settled;
}

/**
 * Stores the copy of an attempt that refreshed this connection for its revocation into the row, which stays `disconnecting`.
 * Rejects if the table, the vault or the escrow fails.
 */
export async function adoptCopies(ports: EscrowPorts, key: ConnectionKey): Promise<boolean> {
  let isAdopted = false;
  for (const entry of await ports.escrow.of(key))
    if (entry.copy?.set.status === 'disconnecting' && (await settleEntry(ports, entry)) === 'stored')
      isAdopted = true;
  return isAdopted;
}

/**
 * Revokes the copies of a connection that is being disconnected, and reports the one that leaves most to do. Undefined: there
 * were none.
 */
export async function revokeCopies(ports: EscrowPorts, key: ConnectionKey): Promise<RevocationReport[]> {
  const reports: RevocationReport[] = [];
  for (const entry of await ports.escrow.of(key)) {
    const copy = await provedCopyIn(ports, entry);
    // A tick revokes the tokens of a failed consent. This connection never had these tokens.
    if (copy?.revokeOnly) continue;
    const record = copy && (await ports.connections.read(key));
    if (!copy || !record || isSettled(record, copy) || isTooOld(ports, copy)) continue;
    reports.push(await revokeAndSettle(ports, { entry, copy, record }));
  }
  return reports;
}

/**
 * Settles one entry. `none` also for what is no copy, or one that was settled before: nothing is written and nobody is asked.
 * Rejects if the table, the vault or the escrow fails.
 */
export async function settleEntry(ports: EscrowPorts, entry: EscrowEntry): Promise<'stored' | 'none'> {
  const copy = await provedCopyIn(ports, entry);
  if (!copy) return 'none';
  if (copy.revokeOnly) return settleUnstored(ports, entry, copy);
  const record = await ports.connections.read(copy.key);
  // The table lost the row. What brings it back comes before this copy.
  if (!record) return dropWhenOld(ports, entry);
  if (isSettled(record, copy)) return dropReplayed(ports, entry, copy);
  if (await store(ports, copy, record)) {
    await ports.escrow.delete(entry.path);
    await recordRecovery(ports, copy.key, record);
    ports.log.info('escrow_stored', copy.key);
    return 'stored';
  }
  if (isTooOld(ports, copy)) {
    await ports.escrow.delete(entry.path);
    return 'none';
  }
  const { outcome } = await revokeAndSettle(ports, { entry, copy, record });
  ports.log.warn('late_tokens_dropped', { ...copy.key, outcome });
  return 'none';
}

/** Undefined: it is no copy of ours. It goes when it is too old. */
async function provedCopyIn(ports: EscrowPorts, entry: EscrowEntry): Promise<EscrowedTokens | undefined> {
  const { copy } = entry;
  if (copy && hasOnlyRefreshed(copy) && (await isProved(ports, copy))) return copy;
  ports.log.error('escrow_damaged', { ...copy?.key });
  await dropWhenOld(ports, entry);
  return undefined;
}

/** Whoever settles a copy deletes it right after the store. One that is still there after some looks was put back. */
async function dropReplayed(
  { escrow, clock, log }: EscrowPorts,
  { path }: EscrowEntry,
  { key }: EscrowedTokens,
): Promise<'none'> {
  for (let look = 0; look < LIMITS.replayLooks; look += 1) {
    await clock.sleep(LIMITS.storeRetry);
    if (!(await escrow.read(path))) return 'none';
  }
  log.error('escrow_replayed', key);
  await escrow.delete(path);
  return 'none';
}

async function dropWhenOld(ports: EscrowPorts, { path, storedAt }: EscrowEntry): Promise<'none'> {
  if (ports.clock.now() - storedAt > LIMITS.escrowLife) await ports.escrow.delete(path);
  return 'none';
}

/** The attributes that a refresh writes. A copy may set these attributes and no others. */
const REFRESHED: ReadonlySet<string> = new Set<keyof Connection>([
  'generation',
  'tokensStoredBy',
  'destination',
  'sealedAccess',
  'sealedRefresh',
  'accessExpiresAt',
  'unverifiedAt',
  'refreshExpiresAt',
  'idleUntil',
  'refreshedAt',
  'answeredAt',
  'status',
  'reason',
  'failures',
  'nextAttemptAt',
  'leaseId',
  'leaseUntil',
  'answerBy',
  'attemptId',
  'attemptAt',
  'dueShard',
  'dueAt',
  'grantedScopes',
  'facts',
]);

function hasOnlyRefreshed({ set, generation }: EscrowedTokens): boolean {
  return Object.keys(set).every((name) => REFRESHED.has(name)) && set.generation === generation + 1;
}

/** True: the tokens are current now, by this write or by the one that the table seemed to refuse. */
async function store(ports: EscrowPorts, copy: EscrowedTokens, record: Connection): Promise<boolean> {
  const { key, epoch, generation, attempt, set } = copy;
  const settledAttempts = settledWith(record, attempt);
  // A tombstone has the epoch and the generation of its disconnect: no tokens come back into it.
  const stillInert = set.status === 'disconnecting' && { status: { is: 'disconnecting' as const } };
  const expect = { epoch: { is: epoch }, generation: { is: generation }, ...stillInert };
  // The same write id as the refused write: if that write succeeded after all, it is recognised.
  const writeId = storeWriteId(attempt);
  if (await ports.connections.change(key, { expect, set: { ...set, settledAttempts }, writeId })) return true;
  const isCurrent = { epoch: { is: epoch }, tokensStoredBy: { is: attempt } };
  return ports.connections.change(key, {
    expect: isCurrent,
    set: { settledAttempts },
    writeId: newId(ports),
  });
}

interface Outdated {
  entry: EscrowEntry;
  copy: EscrowedTokens;
  record: Connection;
}

/** Revokes an outdated copy, unless that would end other tokens. Until that is done, the copy stays. */
async function revokeAndSettle(
  ports: EscrowPorts,
  { entry, copy, record }: Outdated,
): Promise<RevocationReport> {
  const report = await revokeCopy(ports, copy);
  if (report.outcome === 'pending') return report;
  const { key, attempt } = copy;
  const expect = { epoch: { is: record.epoch }, generation: { is: record.generation } };
  const set = { settledAttempts: settledWith(record, attempt) };
  // Another process moved the row meanwhile: the next tick finds the copy and the row again.
  if (await ports.connections.change(key, { expect, set, writeId: newId(ports) }))
    await ports.escrow.delete(entry.path);
  return report;
}

/** The provider is not asked about an outdated copy of that age: `settledAttempts` may no longer name its attempt. */
function isTooOld({ clock }: EscrowPorts, { set }: EscrowedTokens): boolean {
  return clock.now() - (set.refreshedAt ?? 0) > LIMITS.escrowLife;
}

function isSettled({ settledAttempts = [] }: Connection, { attempt }: EscrowedTokens): boolean {
  return settledAttempts.includes(attempt);
}

function settledWith({ settledAttempts = [] }: Connection, attempt: string): string[] {
  return [...settledAttempts.filter((each) => each !== attempt), attempt].slice(-LIMITS.settledAttempts);
}

/** The write id of one attempt's store, the same for the refresh and for the escrow. */
export function storeWriteId(attempt: string): string {
  return `${attempt}.store`;
}

async function revokeCopy(ports: EscrowPorts, copy: EscrowedTokens): Promise<RevocationReport> {
  const { key, epoch, generation, minted } = copy;
  const held = { key, epoch, generation, accountKey: minted.accountKey };
  return revokeHeldTokens(ports, { app: minted, held, ...(await openCopy(ports, copy)) });
}
