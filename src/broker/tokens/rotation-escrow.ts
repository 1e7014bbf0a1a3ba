/**
 * Sealed tokens that the table refused to the end (design section 8): stored where they are still current, revoked where
 * something newer stands. Nothing here wins over a newer epoch or generation.
 */

import { noteRecovered } from '../activity/refresh-recovered.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowedTokens, Ports } from '../ports.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';
import { type RevocationReport, type RevokePorts, revokeHeldTokens } from './revoke-held-tokens.ts';

export type EscrowPorts = RevokePorts &
  Pick<Ports, 'escrow' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** Tries until the copy is durable or time is up. */
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

/** `stored`: the copy is current now. `none`: there was nothing that still counts. Rejects: nobody knows. */
export async function settleEscrow(ports: EscrowPorts, key: ConnectionKey): Promise<'stored' | 'none'> {
  let settled: 'stored' | 'none' = 'none';
  for (const copy of await ports.escrow.of(key)) if (await reconcile(ports, copy)) settled = 'stored';
  return settled;
}

/** The copies that a tick finds, for as long as it may; one connection's trouble stays its own. Answers how many it stored. */
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

/** True: stored. The copy goes once the table has it, or once nothing more can be done with it. */
async function reconcile(ports: EscrowPorts, copy: EscrowedTokens): Promise<boolean> {
  const { key, epoch, generation, attempt, set } = copy;
  const before = await ports.connections.read(key);
  const expect = { epoch: { is: epoch }, generation: { is: generation } };
  // The very write that the table refused: if it went through after all, it is recognised.
  const writeId = storeWriteId(attempt);
  const isStored =
    (await ports.connections.change(key, { expect, set, writeId })) ||
    (await ports.connections.read(key))?.tokensStoredBy === attempt;
  if (isStored) {
    await ports.escrow.delete(copy);
    if (before) await noteRecovered(ports, key, before);
    ports.log.info('escrow_stored', key);
    return true;
  }
  const report = await revokeEscrowed(ports, copy);
  if (report.outcome !== 'pending' || isTooOld(copy, ports.clock.now())) await ports.escrow.delete(copy);
  ports.log.warn('late_tokens_dropped', { ...key, outcome: report.outcome });
  return false;
}

/** What one attempt's store is written under, by whoever writes it. */
export function storeWriteId(attempt: string): string {
  return `${attempt}.store`;
}

function isTooOld({ set }: EscrowedTokens, now: number): boolean {
  return now - (set.refreshedAt ?? 0) > LIMITS.escrowLife;
}

/** A late loser's tokens are ended at the provider, where that ends nothing else. */
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
