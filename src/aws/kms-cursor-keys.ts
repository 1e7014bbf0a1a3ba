/** The keys of cursors, derived by an HMAC key that never leaves KMS. */
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { CursorKeys } from '../broker/ports.ts';

/**
 * The key of an epoch is the MAC of the epoch's name, so every process has the same one. A process asks KMS once for each
 * epoch and keeps the answers of the last few. A failure is not kept.
 */
export function kmsCursorKeys(client: KMSClient, keyId: string): CursorKeys {
  const kept = new Map<number, Promise<Uint8Array>>();
  return {
    of(epoch) {
      const known = kept.get(epoch);
      if (known) return known;
      const key = derived(client, keyId, epoch);
      kept.set(epoch, key);
      key.catch(() => kept.delete(epoch));
      // A Map keeps the order of insertion: the first key is the oldest.
      if (kept.size > EPOCHS_KEPT) kept.delete(kept.keys().next().value as number);
      return key;
    },
  };
}

/** Those whose cursors are accepted: the epochs of today, of yesterday and, for clocks that differ, of tomorrow. */
const EPOCHS_KEPT = 3;

async function derived(client: KMSClient, keyId: string, epoch: number): Promise<Uint8Array> {
  const Message = Buffer.from(`connections/cursor-key/1/${epoch}`);
  const { Mac } = await client.send(
    new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message }),
  );
  if (Mac?.length !== 32) throw new Error('KMS answered without a MAC');
  return Mac;
}
