/** Settles a copy of tokens that a consent could not store. Nothing here, and nothing else, stores such a copy. */
import type { RevocationOutcome } from '../../contract/revocation.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { openCopy } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowEntry, EscrowedTokens, Ports } from '../ports.ts';
import { type RevokePorts, revokeHeldTokens } from './revoke-held-tokens.ts';

type UnstoredPorts = RevokePorts & RecordPorts & Pick<Ports, 'escrow'>;

/**
 * Revokes the tokens of a proved copy, unless the row holds exactly these: then the store succeeded after all, and they are
 * those of a live connection. Until that is done the copy stays, for {@link LIMITS.escrowLife} at most. Rejects if the table, the
 * vault or the escrow fails.
 */
export async function settleUnstored(
  ports: UnstoredPorts,
  { path }: EscrowEntry,
  copy: EscrowedTokens,
): Promise<'none'> {
  const age = ports.clock.now() - (copy.set.refreshedAt ?? 0);
  // The write that had no answer may still land, and then these are the tokens of a connection.
  if (age < LIMITS.lateWrite) return 'none';
  const record = await ports.connections.read(copy.key);
  if (record?.tokensStoredBy === copy.attempt) {
    await ports.escrow.delete(path);
    return 'none';
  }
  const outcome = age > LIMITS.escrowLife ? 'failed' : await revoked(ports, copy);
  if (outcome === 'pending') return 'none';
  await ports.escrow.delete(path);
  await note(ports, copy, outcome);
  return 'none';
}

/** The held tokens are those that the store would have made: newer ones of the same consent are left alone. */
async function revoked(ports: UnstoredPorts, copy: EscrowedTokens): Promise<RevocationOutcome> {
  const { key, epoch, generation, attempt: storedBy, minted } = copy;
  const { accountKey } = minted;
  const held = { key, epoch: epoch + 1, generation: generation + 1, storedBy, accountKey };
  const { outcome } = await revokeHeldTokens(ports, { app: minted, held, ...(await openCopy(ports, copy)) });
  return outcome;
}

async function note(
  ports: UnstoredPorts,
  { key, minted: { provider } }: EscrowedTokens,
  outcome: RevocationOutcome,
): Promise<void> {
  const { workspaceId, connectionId } = key;
  ports.log.warn('unstored_tokens_dropped', { ...key, provider, outcome });
  await recordActivity(ports, workspaceId, { type: 'tokens_dropped', connectionId, provider, outcome });
}
