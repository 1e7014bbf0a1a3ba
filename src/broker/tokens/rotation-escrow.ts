/**
 * The escrow of sealed tokens that could not be written to the table: a copy that is still current is stored, and any
 * other copy is revoked. No copy replaces a newer epoch or generation.
 */

import { recordRecovery } from '../activity/record-recovery.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowedTokens, Ports } from '../ports.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';
import { type RevocationReport, type RevokePorts, revokeHeldTokens } from './revoke-held-tokens.ts';

/** The ports of settling the escrow. */
export type EscrowPorts = RevokePorts &
  Pick<Ports, 'escrow' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** Tries until the copy is durable. Rejects by `giveUpAt` (milliseconds since the epoch) with the last error. */
export async function keepInEscrow(
  ports: Pick<Ports, 'escrow' | 'clock'>,
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
  for (const copy of await ports.escrow.of(key)) if (await reconcile(ports, copy)) settled = 'stored';
  return settled;
}

/**
 * Settles copies until `until` (milliseconds since the epoch) and returns how many were stored. A failure of one copy
 * is logged.
 */
export async function reconcileEscrow(ports: EscrowPorts, until: number): Promise<number> {
  let stored = 0;
  for (const copy of await ports.escrow.list(LIMITS.escrowPage)) {
    if (ports.clock.now() >= until) break;
    try {
      if (await reconcile(ports, copy)) stored++;
    } catch (error) {
      ports.log.error('escrow_failed', {
        ...copy.key,
        error: errorName(error),
      });
    }
  }
  return stored;
}

/** True: stored. The copy is deleted when the table has it, or when nothing more can be done with it. */
async function reconcile(ports: EscrowPorts, copy: EscrowedTokens): Promise<boolean> {
  const { key, epoch, generation, attempt, set } = copy;
  const before = await ports.connections.read(key);
  const expect = { epoch: { is: epoch }, generation: { is: generation } };
  // The same write id as the refused write: if that write succeeded after all, it is recognised.
  const writeId = storeWriteId(attempt);
  const isStored =
    (await ports.connections.change(key, { expect, set, writeId })) ||
    (await ports.connections.read(key))?.tokensStoredBy === attempt;
  if (isStored) {
    await ports.escrow.delete(copy);
    if (before) await recordRecovery(ports, key, before);
    ports.log.info('escrow_stored', key);
    return true;
  }
  const report = await revokeEscrowed(ports, copy);
  if (report.outcome !== 'pending' || isTooOld(copy, ports.clock.now())) await ports.escrow.delete(copy);
  ports.log.warn('late_tokens_dropped', { ...key, outcome: report.outcome });
  return false;
}

/** The write id of one attempt's store, the same for the refresh and for the escrow. */
export function storeWriteId(attempt: string): string {
  return `${attempt}.store`;
}

function isTooOld({ set }: EscrowedTokens, now: number): boolean {
  return now - (set.refreshedAt ?? 0) > LIMITS.escrowLife;
}

/** Revokes the tokens of an outdated copy, unless that would end other tokens. Throws VaultError. */
export async function revokeEscrowed(
  ports: EscrowPorts,
  { key, epoch, generation, minted, set }: EscrowedTokens,
): Promise<RevocationReport> {
  const open = (field: 'sealedAccess' | 'sealedRefresh') => {
    const sealed = set[field];
    return sealed && ports.vault.open(tokenPlace(key, field, generation + 1), sealed);
  };
  return revokeHeldTokens(ports, {
    app: minted,
    held: { key, epoch, generation, accountKey: minted.accountKey },
    access: await open('sealedAccess'),
    refresh: await open('sealedRefresh'),
  });
}
