/** Verifies JWT access tokens (RFC 9068, RFC 8725) with the published keys of one issuer. */
import type { JWTPayload } from 'jose';
import { OAUTH_LIMITS } from '../limits.ts';
import { TellableError } from '../tellable-error.ts';
import type { AccessTokenProfile } from './access-token-profiles.ts';
import { isAccessToken } from './judge-token-kind.ts';
import { type IssuerRules, signedByIssuer } from './signed-by-issuer.ts';

export interface AccessTokenRules extends IssuerRules {
  /** The token's only audience, unless the profile names another one beside it. */
  audience: string;
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
export type AccessTokenVerifier = (token: string) => Promise<JWTPayload & { sub: string; iss: string }>;

/** A verifier of the issuer's access tokens for one API. */
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
  const { exp, iat, sub, iss } = payload;
  const endsInTime = Number.isInteger(exp) && (exp as number) < now + OAUTH_LIMITS.callerTokenLifetime;
  if (!isForUsAlone(payload, rules) || !endsInTime || !isYoung(iat, rules, now)) throw new TokenNotAccepted();
  if (typeof sub !== 'string' || sub === '' || !iss) throw new TokenNotAccepted();
  return { ...payload, sub, iss };
}

/** Whether a time of issue is in the past, and not longer ago than the stage allows. */
function isYoung(iat: unknown, { maxAge }: AccessTokenRules, now: number): boolean {
  if (!Number.isInteger(iat)) return false;
  const age = now - (iat as number);
  return age >= -OAUTH_LIMITS.clockLeeway && age <= maxAge + OAUTH_LIMITS.clockLeeway;
}

function isForUsAlone(payload: JWTPayload, { audience, profile }: AccessTokenRules): boolean {
  const { aud } = payload;
  const { insteadOfAudience, besideAudience } = profile;
  if (aud === undefined) return insteadOfAudience !== undefined && payload[insteadOfAudience] === audience;
  const others = [aud].flat().filter((each) => !besideAudience?.test(each));
  return others.length === 1 && others[0] === audience;
}
