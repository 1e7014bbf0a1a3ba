/**
 * The proof of a copy in the escrow: an empty envelope bound to a digest of the whole copy. Whoever can write the bucket but
 * has no key can make none, and a copy that was edited has another digest.
 */
import { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { copyDigest } from '../destination.ts';
import type { EscrowedTokens, Ports } from '../ports.ts';
import { copyPlace } from '../sealed-places.ts';

type Unproved = Omit<EscrowedTokens, 'proof'>;

/** The copy with its proof. */
export function provedCopy(seal: Seal, copy: Unproved): EscrowedTokens {
  return { ...copy, proof: seal(placeOf(copy), new Secret('')) };
}

/** Whether the copy is as it was sealed. Throws VaultError `key_unavailable`, which says nothing of the copy. */
export async function isProved({ vault }: Pick<Ports, 'vault'>, copy: EscrowedTokens): Promise<boolean> {
  try {
    await vault.open(placeOf(copy), copy.proof);
    return true;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'does_not_open') return false;
    throw error;
  }
}

/** A copy without the mark has the digest that it had before there was one. */
function placeOf({ key, epoch, generation, attempt, minted, set, revokeOnly }: Unproved) {
  const covered = { key, epoch, generation, attempt, minted, set, ...(revokeOnly && { revokeOnly }) };
  return copyPlace(key, generation, copyDigest(covered));
}
