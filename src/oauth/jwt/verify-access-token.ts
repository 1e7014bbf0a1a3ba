/** Verifies JWT access tokens (RFC 9068, RFC 8725) with the published keys of one issuer. */
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyResult, jwtVerify } from 'jose';
import { OAUTH_LIMITS, SIGNATURE_ALGORITHMS } from '../limits.ts';
import { TellableError, tellable } from '../tellable-error.ts';
import type { AccessTokenProfile } from './access-token-profiles.ts';
import { type IssuerKeysOptions, issuerKeys } from './issuer-keys.ts';
import { isAccessToken } from './judge-token-kind.ts';

export interface AccessTokenRules extends IssuerKeysOptions {
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

/** A verifier that fetches the issuer's keys at its first use. */
export function createAccessTokenVerifier(rules: AccessTokenRules): AccessTokenVerifier {
  const keys = issuerKeys(rules);
  return async (token) => {
    const currentDate = new Date(rules.now());
    const options = {
      issuer: rules.issuer,
      algorithms: SIGNATURE_ALGORITHMS,
      clockTolerance: OAUTH_LIMITS.clockLeeway,
      currentDate,
    };
    const { protectedHeader: header, payload } = await verify(token, keys, {
      ...options,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (!isAccessToken(rules.profile, { header, payload })) throw new TokenNotAccepted();
    return checkClaims(payload, rules, currentDate.getTime() / 1_000);
  };
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || KEYS_UNAVAILABLE.has(cause.code)) throw tellable(cause);
    throw new TokenNotAccepted({ cause });
  }
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

/** jose's errors about the keys, not the token. */
const KEYS_UNAVAILABLE = new Set([errors.JWKSInvalid.code, errors.JWKInvalid.code]);
