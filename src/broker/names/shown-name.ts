import { UNSEEN_CHARACTERS } from '../../contract/resources/shown-names.ts';
import { LIMITS } from '../limits.ts';

/** The claims of a sign-in that name a person (OpenID Connect Core section 5.1). */
export interface NameClaims {
  name?: unknown;
  email?: unknown;
  email_verified?: unknown;
}

/**
 * What a person is called: `name`, else `email`, unless the issuer says that nobody has verified it. Undefined: the claims have
 * no name that can be shown. Pure.
 */
export function nameIn({ name, email, email_verified: verified }: NameClaims): string | undefined {
  return plainName(name) ?? (verified === false || verified === 'false' ? undefined : plainName(email));
}

/** A text as it can be shown: without characters that nobody sees, on one line, and bounded. Undefined: nothing is left. Pure. */
export function plainName(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const line = text.normalize('NFC').replace(/\s+/g, ' ').replace(UNSEEN_CHARACTERS, '').trim();
  const bounded = Array.from(line).slice(0, LIMITS.personName).join('').trim();
  return bounded === '' ? undefined : bounded;
}
