import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { encodeParts } from './encode-parts.ts';

/**
 * HKDF-SHA-256 (RFC 5869) from a key to the 256-bit key of one purpose. The purpose's parts go in as `info`; the salt
 * is empty, which section 2.2 allows where the input key is uniformly random.
 */
export function subkey(key: KeyObject, purpose: readonly string[]): KeyObject {
  return createSecretKey(hkdf(key, Buffer.alloc(0), encodeParts(purpose), 32));
}

/** RFC 5869, SHA-256. Kept apart so that the RFC's own vectors run through it. */
export function hkdf(key: KeyObject, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}
