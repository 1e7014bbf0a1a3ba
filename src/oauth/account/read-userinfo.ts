/** The account in claims of OpenID Connect. Pure. */
import { record } from '../dialects.ts';
import type { ReadAccount } from '../provider.ts';

/** Reads a UserInfo answer (OpenID Connect Core section 5.3.2), or the claims of an ID token. */
export function readUserinfo(answer: unknown): ReadAccount | undefined {
  const { sub, email, preferred_username: username, name } = record(answer) ?? {};
  const label = [email, username, name, sub].find((value) => typeof value === 'string');
  return typeof sub === 'string' && typeof label === 'string' ? { id: sub, label } : undefined;
}
