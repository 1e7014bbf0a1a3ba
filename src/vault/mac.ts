/** HMAC-SHA-256 (RFC 2104) over a list of parts, for texts that leave and come back. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeParts } from './encode-parts.ts';

/** Length of a MAC in bytes. */
export const MAC_LENGTH = 32;

/** The MAC of the parts in their order. Two different lists never have the same input. */
export function macOf(key: Uint8Array, parts: readonly (string | Uint8Array)[]): Uint8Array {
  return createHmac('sha256', key).update(encodeParts(parts)).digest();
}

/** Whether it is the MAC of the parts, in a time that does not tell how much of it is right. */
export function isMacOf(mac: Uint8Array, key: Uint8Array, parts: readonly (string | Uint8Array)[]): boolean {
  return mac.length === MAC_LENGTH && timingSafeEqual(mac, macOf(key, parts));
}
