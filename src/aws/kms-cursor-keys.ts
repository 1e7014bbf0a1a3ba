/** Keys of one day each, derived by an HMAC key that never leaves KMS: those of cursors, and those of MCP sessions. */
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { CursorKeys } from '../broker/ports.ts';

/** What a derived key is for. Keys of different uses are different. */
interface Use {
  label: string;
  /** Epochs whose keys a process keeps: those whose MACs are accepted. */
  epochsKept: number;
}

/** The epochs of today, of yesterday and, for clocks that differ, of tomorrow. */
const CURSORS: Use = { label: 'connections/cursor-key/1', epochsKept: 3 };
/** The days for which a session id holds (src/endpoint/limits.ts), with today and, for clocks that differ, tomorrow. */
const MCP_SESSIONS: Use = { label: 'connections/mcp-session-key/1', epochsKept: 9 };

/**
 * The key of an epoch is the MAC of the epoch's name, so every process has the same one. A process asks KMS once for each
 * epoch and keeps the answers of the last few. A failure is not kept.
 */
export function kmsCursorKeys(client: KMSClient, keyId: string): CursorKeys {
  return kmsKeys(client, keyId, CURSORS);
}

/** The same for the ids of MCP sessions and the states of questions to connect. None of them is a key of cursors. */
export function kmsSessionKeys(client: KMSClient, keyId: string): CursorKeys {
  return kmsKeys(client, keyId, MCP_SESSIONS);
}

function kmsKeys(client: KMSClient, keyId: string, { label, epochsKept }: Use): CursorKeys {
  const kept = new Map<number, Promise<Uint8Array>>();
  return {
    of(epoch) {
      const known = kept.get(epoch);
      if (known) return known;
      const key = derived(client, keyId, `${label}/${epoch}`);
      kept.set(epoch, key);
      key.catch(() => kept.delete(epoch));
      // A Map keeps the order of insertion: the first key is the oldest.
      if (kept.size > epochsKept) kept.delete(kept.keys().next().value as number);
      return key;
    },
  };
}

async function derived(client: KMSClient, keyId: string, name: string): Promise<Uint8Array> {
  const Message = Buffer.from(name);
  const { Mac } = await client.send(
    new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message }),
  );
  if (Mac?.length !== 32) throw new Error('KMS answered without a MAC');
  return Mac;
}
