import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../vault/secret.ts';
import { partsHash } from '../parts-hash.ts';
import type { Ports } from '../ports.ts';
import type { Person } from '../records.ts';

/** The id of the session of a state: its SHA-256 in base64url. The state itself is not stored. */
export function sessionIdOf(state: Secret): string {
  return createHash('sha256').update(state.reveal()).digest('base64url');
}

/**
 * Makes a secret of 256 random bits in base64url: 43 unreserved characters, as RFC 7636 section 4.1 requires of a
 * verifier.
 */
export function random256({ random }: Pick<Ports, 'random'>): Secret {
  return new Secret(Buffer.from(random.bytes(32)).toString('base64url'));
}

/** The hash by which a completion secret is recognised. It has 256 random bits, so a fast hash is enough. */
export function completionHash(secret: Secret): string {
  return createHash('sha256')
    .update('connections/completion/1\0')
    .update(secret.reveal())
    .digest('base64url');
}

/** Whether the secret has this hash, compared in constant time. */
export function isCompletionSecret(secret: Secret, hash: string | undefined): boolean {
  const [given, kept] = [Buffer.from(completionHash(secret)), Buffer.from(hash ?? '')];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The hash by which a session recognises a code: the code itself is stored nowhere. */
export function codeHash(sessionId: string, code: Secret): string {
  return partsHash([sessionId, code.reveal()]);
}

/** By which a session tells persons apart who brought codes: it need not know who they are. */
export function personHash(sessionId: string, { issuer, subject }: Person): string {
  return partsHash([sessionId, issuer, subject]);
}
