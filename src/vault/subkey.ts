import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { encodeParts } from './encode-parts.ts';

/**
 * Derives the 256-bit key of one purpose with HKDF-SHA-256 (RFC 5869). `info` is the encoded purpose. The salt is empty;
 * RFC 5869 section 3.1 makes it optional, and the input key is uniformly random.
 */
export function subkey(key: KeyObject, purpose: readonly string[]): KeyObject {
  return createSecretKey(hkdf(key, Buffer.alloc(0), encodeParts(purpose), 32));
}

/** HKDF-SHA-256 (RFC 5869), exported so that a test can run the RFC's vectors. `length` is in bytes. */
export function hkdf(key: KeyObject, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}
