/** What every JWT of an issuer is held to: its signature, its issuer and its times (RFC 7519 section 4.1, RFC 8725 section 3). */
import {
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { OAUTH_LIMITS, SIGNATURE_ALGORITHMS } from '../limits.ts';
import { type TellableError, tellable } from '../tellable-error.ts';

export interface IssuerRules {
  issuer: string;
  /** The keys that the issuer publishes: those of {@link issuerKeys}, which verifiers of one issuer share. */
  keys: JWTVerifyGetKey;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** The claim that names the person: `sub`, or another one of the issuer's, whose `sub` may differ from client to client. */
  personClaim: string;
}

/** The claims of a token, with the person whom it names. */
export type ClaimsOfPerson = JWTPayload & { iss: string; subject: string };

/** What else the token is held to, and the error for a token that is not valid. */
export interface MoreRules extends Pick<JWTVerifyOptions, 'audience' | 'maxTokenAge'> {
  NotAccepted: new (options: { cause: unknown }) => TellableError;
}

/** Returns header and claims. Rejects with `NotAccepted`, or with another error if the keys are not available. */
export async function signedByIssuer(
  token: string,
  { issuer, keys, now, personClaim }: IssuerRules,
  { NotAccepted, ...more }: MoreRules,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, {
      issuer,
      algorithms: SIGNATURE_ALGORITHMS,
      clockTolerance: OAUTH_LIMITS.clockLeeway,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'iat', 'sub', personClaim],
      ...more,
    });
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || KEYS_UNAVAILABLE.has(cause.code)) throw tellable(cause);
    throw new NotAccepted({ cause });
  }
}

/** jose's errors about the keys, not the token. */
const KEYS_UNAVAILABLE = new Set([errors.JWKSInvalid.code, errors.JWKInvalid.code]);

/** The claims with the person's name at the issuer. Undefined: a claim that names somebody is no text, or is empty. Pure. */
export function withPerson(payload: JWTPayload, { personClaim }: IssuerRules): ClaimsOfPerson | undefined {
  const { iss, sub } = payload;
  const subject = Object.hasOwn(payload, personClaim) ? payload[personClaim] : undefined;
  if (!iss || !isName(sub) || !isName(subject)) return undefined;
  return { ...payload, iss, subject };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
