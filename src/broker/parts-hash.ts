import { createHash } from 'node:crypto';
import { encodeParts } from '../vault/encode-parts.ts';

/** By which a list of texts is recognised: SHA-256 in base64url. Two different lists never have the same input. */
export function partsHash(parts: readonly string[]): string {
  return createHash('sha256').update(encodeParts(parts)).digest('base64url');
}
