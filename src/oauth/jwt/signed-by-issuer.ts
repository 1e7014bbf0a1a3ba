/** What every JWT of an issuer is held to: its signature, its issuer and its times (RFC 7519 section 4.1, RFC 8725 section 3). */
import { errors, type JWTVerifyGetKey, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { OAUTH_LIMITS, SIGNATURE_ALGORITHMS } from '../limits.ts';
import { type TellableError, tellable } from '../tellable-error.ts';

export interface IssuerRules {
  issuer: string;
  /** The keys that the issuer publishes: those of {@link issuerKeys}, which verifiers of one issuer share. */
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** What else the token is held to, and the error for a token that is not valid. */
export interface MoreRules extends Pick<JWTVerifyOptions, 'audience' | 'maxTokenAge'> {
  NotAccepted: new (options: { cause: unknown }) => TellableError;
}

/** Returns header and claims. Rejects with `NotAccepted`, or with another error if the keys are not available. */
export async function signedByIssuer(
  token: string,
  { issuer, keys, now }: IssuerRules,
  { NotAccepted, ...more }: MoreRules,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, {
      issuer,
      algorithms: SIGNATURE_ALGORITHMS,
      clockTolerance: OAUTH_LIMITS.clockLeeway,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'iat', 'sub'],
      ...more,
    });
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || KEYS_UNAVAILABLE.has(cause.code)) throw tellable(cause);
    throw new NotAccepted({ cause });
  }
}

/** jose's errors about the keys, not the token. */
const KEYS_UNAVAILABLE = new Set([errors.JWKSInvalid.code, errors.JWKInvalid.code]);
