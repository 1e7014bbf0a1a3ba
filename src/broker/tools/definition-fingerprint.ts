import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';

/**
 * By which a definition of a tool is recognised: the SHA-256 (base64url) of all that the server sent of it, the name included. The
 * order of members does not count. Pure.
 */
export function definitionFingerprint(tool: object): string {
  return createHash('sha256').update(canonicalJson(tool)).digest('base64url');
}
