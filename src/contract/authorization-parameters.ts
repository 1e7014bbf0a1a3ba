/** Which parameters may be added to an authorization request: by a definition of the catalogue and by a workspace's admin. Pure. */

/** One grammar, so that no name can stand for another one by its case, an array form, an encoding or a look-alike letter. */
export const PARAMETER_NAME = /^[a-z_]{1,40}$/;
/** Printable ASCII, bounded. The request encodes it. */
export const PARAMETER_VALUE = /^[\x20-\x7e]{1,500}$/;

/** RFC 6749 section 4.1.1 and RFC 7636 section 4.3: each of our requests says these itself, whatever was there before. */
const OURS = [
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
];
/**
 * What could speak in our place (RFC 9101, OpenID Connect Core section 3.1.2.1), belongs to the answer (RFC 6749 section 4.1.2,
 * RFC 9207) or to the token request, or carries a secret through a browser.
 */
const IN_OUR_PLACE = [
  'access_token',
  'client_assertion',
  'client_assertion_type',
  'client_key',
  'client_secret',
  'code',
  'code_verifier',
  'dpop_jkt',
  'error',
  'grant_type',
  'id_token',
  'id_token_hint',
  'iss',
  'nonce',
  'optional_scope',
  'password',
  'refresh_token',
  'registration',
  'request',
  'request_uri',
  'user_scope',
];
const RESERVED: ReadonlySet<string> = new Set([...OURS, ...IN_OUR_PLACE]);

/** Whether nobody may add the parameter. A response comes in the query, so that is the one `response_mode` that may be asked for. */
export function isReservedParameter(name: string, value: string): boolean {
  const plain = plainName(name);
  return RESERVED.has(plain) || (plain === 'response_mode' && value !== 'query');
}

/**
 * Whether the query of an authorization endpoint holds what could speak in our place. Our own parameters under their exact names
 * may stand there, since each request replaces them.
 */
export function speaksInOurPlace(query: URLSearchParams): boolean {
  return [...query].some(([name, value]) => !OURS.includes(name) && isReservedParameter(name, value));
}

/**
 * The name as a lenient server may read it: without case, compatibility forms (NFKC), blanks around it and what is invisible,
 * without an array's brackets, and with `_` for what PHP reads as one.
 */
function plainName(name: string): string {
  const [first = ''] = name.normalize('NFKC').replace(/\p{C}/gu, '').toLowerCase().trim().split('[');
  return first.trim().replace(/[\s.-]+/g, '_');
}
