import { createHash } from 'node:crypto';
import { Secret } from '../../vault/secret.ts';
import type { Ports } from '../ports.ts';

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

/** What a session seals: the verifier, and the state, of which the table has the hash alone. */
export interface ConsentSecrets {
  verifier: Secret;
  state: Secret;
}

/** 256 bits in base64url. */
const LENGTH = 43;

/** Both secrets as one, to be sealed together. */
export function joined({ verifier, state }: ConsentSecrets): Secret {
  return new Secret(verifier.reveal() + state.reveal());
}

/** The inverse of {@link joined}. */
export function separated(both: Secret): ConsentSecrets {
  const text = both.reveal();
  return { verifier: new Secret(text.slice(0, LENGTH)), state: new Secret(text.slice(LENGTH)) };
}
