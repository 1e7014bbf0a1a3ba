/** Verifies JWT access tokens (RFC 9068, RFC 8725) with the published keys of one issuer. */
import type { JWTPayload } from 'jose';
import { OAUTH_LIMITS } from '../limits.ts';
import { TellableError } from '../tellable-error.ts';
import type { AccessTokenProfile } from './access-token-profiles.ts';
import { isAudience } from './is-audience.ts';
import { isAccessToken } from './judge-token-kind.ts';
import { type ClaimsOfPerson, type IssuerRules, signedByIssuer, withPerson } from './signed-by-issuer.ts';

export interface AccessTokenRules extends IssuerRules {
  /** The token is for one of these alone, unless the profile names another audience beside it: see {@link isAudience}. */
  audiences: readonly string[];
  /** How the issuer marks its access tokens. */
  profile: AccessTokenProfile;
  /** A token is refused so many seconds after it was issued, however long it lives. */
  maxAge: number;
}

/** The token is not valid. Any other error of a verifier means that the issuer's keys were not available. */
export class TokenNotAccepted extends TellableError {
  constructor(options?: { cause?: unknown }) {
    super('the access token was not accepted', options);
    this.name = 'TokenNotAccepted';
  }
}

/** Returns the claims of a valid token. Rejects with {@link TokenNotAccepted}, or if the keys are not available. */
export type AccessTokenVerifier = (token: string) => Promise<ClaimsOfPerson>;

/** A verifier of the issuer's access tokens. */
export function createAccessTokenVerifier(rules: AccessTokenRules): AccessTokenVerifier {
  return async (token) => {
    const { protectedHeader: header, payload } = await signedByIssuer(token, rules, {
      NotAccepted: TokenNotAccepted,
    });
    if (!isAccessToken(rules.profile, { header, payload })) throw new TokenNotAccepted();
    return checkClaims(payload, rules, rules.now() / 1_000);
  };
}

function checkClaims(payload: JWTPayload, rules: AccessTokenRules, now: number) {
  const { exp, iat } = payload;
  const endsInTime = Number.isInteger(exp) && (exp as number) < now + OAUTH_LIMITS.callerTokenLifetime;
  if (!isForUsAlone(payload, rules) || !endsInTime || !isYoung(iat, rules, now)) throw new TokenNotAccepted();
  const claims = withPerson(payload, rules);
  if (!claims) throw new TokenNotAccepted();
  return claims;
}

/** Whether a time of issue is in the past, and not longer ago than the stage allows. */
function isYoung(iat: unknown, { maxAge }: AccessTokenRules, now: number): boolean {
  if (!Number.isInteger(iat)) return false;
  const age = now - (iat as number);
  return age >= -OAUTH_LIMITS.clockLeeway && age <= maxAge + OAUTH_LIMITS.clockLeeway;
}

function isForUsAlone(payload: JWTPayload, { audiences, profile }: AccessTokenRules): boolean {
  const { aud } = payload;
  const { insteadOfAudience, besideAudience } = profile;
  const isOurs = (named: unknown) => audiences.some((audience) => isAudience(audience, named));
  if (aud === undefined) return insteadOfAudience !== undefined && isOurs(payload[insteadOfAudience]);
  const others = [aud].flat().filter((each) => !besideAudience?.test(each));
  return others.length === 1 && isOurs(others[0]);
}
