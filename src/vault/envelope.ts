/**
 * The versioned envelope of docs/token-envelope.md:
 *
 *     format (1 byte) · key version (4 bytes, big-endian) · nonce (12) · ciphertext · tag (16)
 */
import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt, NONCE_BYTES, TAG_BYTES } from './aes-256-gcm.ts';
import { encodeParts } from './encode-parts.ts';
import { subkey } from './subkey.ts';
import { VaultError } from './vault-error.ts';

/** Format 1 bound no binding; it never opens again, since accepting both would be a downgrade. */
const FORMAT = 2;
const HEADER_BYTES = 1 + 4;

/** The place of an envelope in the table. The envelope does not open in any other place. */
export interface Place {
  environment: string;
  /** Partition and sort key of the item. */
  item: readonly [string, string];
  field: string;
  /** The item's generation after this envelope is stored; 0 for items without generations. */
  generation: number;
  /** Digest of what the item says of where the secret may go. Empty for an item that says nothing of it. */
  binding: Uint8Array;
}

/** A data key in clear, with its version. */
export interface DataKey {
  version: number;
  key: KeyObject;
}

/** Encrypts `plaintext` for one place. `nonce` must be 96 fresh random bits. */
export function sealEnvelope(
  dataKey: DataKey,
  place: Place,
  nonce: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const sealed = encrypt({
    key: keyOf(dataKey, place),
    nonce,
    associatedData: associatedData(dataKey.version, place),
    plaintext,
  });
  return Buffer.concat([header(dataKey.version), nonce, sealed]);
}

/** Returns the plaintext. Throws `does_not_open` unless the envelope was sealed with this key for this place. */
export function openEnvelope(dataKey: DataKey, place: Place, envelope: Uint8Array): Uint8Array {
  if (keyVersionOf(envelope) !== dataKey.version) throw new VaultError('does_not_open');
  const nonce = envelope.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const ciphertextAndTag = envelope.subarray(HEADER_BYTES + NONCE_BYTES);
  try {
    const key = keyOf(dataKey, place);
    return decrypt({ key, nonce, associatedData: associatedData(dataKey.version, place), ciphertextAndTag });
  } catch {
    throw new VaultError('does_not_open');
  }
}

/** The version of the data key that sealed the envelope. Throws `does_not_open` for an unknown format. */
export function keyVersionOf(envelope: Uint8Array): number {
  const shortest = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
  if (!(envelope instanceof Uint8Array) || envelope.length < shortest || envelope[0] !== FORMAT) {
    throw new VaultError('does_not_open');
  }
  return Buffer.from(envelope.buffer, envelope.byteOffset, envelope.length).readUInt32BE(1);
}

function header(keyVersion: number): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt8(FORMAT, 0);
  bytes.writeUInt32BE(keyVersion, 1);
  return bytes;
}

/** Each item and field has its own subkey, so that each key stays far below the 2^32 messages of SP 800-38D section 8.3. */
function keyOf(dataKey: DataKey, { item, field }: Place): KeyObject {
  return subkey(dataKey.key, ['connections/envelope/2', ...item, field]);
}

function associatedData(keyVersion: number, place: Place): Uint8Array {
  const { environment, item, field, generation, binding } = place;
  const numbers = [String(FORMAT), String(keyVersion)];
  return encodeParts([...numbers, environment, ...item, field, String(generation), binding]);
}
