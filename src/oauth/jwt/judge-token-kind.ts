/**
 * Whether a JWT with a good signature is an access token that its bearer may use, or another JWT of the same issuer: an ID
 * token, a logout token, a token that is bound to a key. Pure.
 */
import type { JWTPayload } from 'jose';
import { ACCESS_TOKEN_TYPE, type AccessTokenProfile, type Sign } from './access-token-profiles.ts';

/** A member with one of these names, whatever its value, makes the JWT something else. */
const OTHER_KINDS = [
  // ID tokens: OpenID Connect Core sections 2, 3.1.3.6 and 3.3.2.11; FAPI 1.0 part 2 section 5.1.1.
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  // Logout tokens and security events: OpenID Connect Back-Channel Logout section 2.4, RFC 8417 section 2.2.
  'events',
  // DPoP proofs: RFC 9449 section 4.2.
  'htm',
  'htu',
  // Entity statements: OpenID Federation 1.0 section 3.1.
  'jwks',
  // Answers of an introspection endpoint: RFC 9701 section 5.
  'token_introspection',
  // Bound to a key (RFC 7800, RFC 8705 section 3.1, RFC 9449 section 6.1). Nobody proves the possession of a key here.
  'cnf',
] as const;

/** Claims in which some issuers name the kind of a token. Where one is present, it must name an access token. */
const KIND_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  token_use: ['access'],
  token_type: ['access', 'access_token', 'bearer'],
  typ: ['bearer', 'access', ACCESS_TOKEN_TYPE],
};

/** `header` is the protected header as it was signed; whatever JSON can hold may stand in it. */
export function isAccessToken(
  { types, signs }: AccessTokenProfile,
  { header, payload }: { header: { typ?: unknown }; payload: JWTPayload },
): boolean {
  if (OTHER_KINDS.some((name) => Object.hasOwn(payload, name))) return false;
  if (!Object.entries(KIND_CLAIMS).every((kind) => namesAccessToken(payload, kind))) return false;
  if (Object.hasOwn(header, 'typ') && typeof header.typ !== 'string') return false;
  const type = typeof header.typ === 'string' ? shortType(header.typ) : undefined;
  return types.includes(type) && (type === ACCESS_TOKEN_TYPE || signs.some((sign) => has(payload, sign)));
}

/** Media types have no case, and `application/` may be left out where no other slash follows (RFC 7515 section 4.1.9). */
export function shortType(type: string): string {
  return type.toLowerCase().replace(/^application\/(?=[^/]*$)/, '');
}

function namesAccessToken(payload: JWTPayload, [claim, values]: [string, readonly string[]]): boolean {
  if (!Object.hasOwn(payload, claim)) return true;
  const value = payload[claim];
  return typeof value === 'string' && values.includes(value.toLowerCase());
}

function has(payload: JWTPayload, { claim, value }: Sign): boolean {
  if (!Object.hasOwn(payload, claim)) return false;
  const found = payload[claim];
  if (value !== undefined) return found === value;
  const texts = Array.isArray(found) ? found : [found];
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
}
