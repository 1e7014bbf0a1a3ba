/** What an identity provider's error code says. Codes of this list alone are ever shown: whoever writes a link can write others. */

/** The person must be asked (OpenID Connect Core section 3.1.2.6). */
const MUST_ASK = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** The page's request does not fit the identity provider (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8707 section 2). */
const MISFITS = [
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'invalid_client',
  'unauthorized_client',
  'unsupported_response_type',
  'unsupported_grant_type',
] as const;
export type Misfit = (typeof MISFITS)[number];

/** Undefined: the person refused, the sign-in took too long, or the code says nothing that somebody could act on. */
export function refusalOf(code: string | undefined | null): 'must-ask' | Misfit | undefined {
  if (code && MUST_ASK.includes(code)) return 'must-ask';
  return MISFITS.find((known) => known === code);
}
