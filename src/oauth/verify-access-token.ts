/** Verifies JWT access tokens (RFC 9068, RFC 8725) with the published keys of one issuer. */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import {
  allowInsecureRequests,
  customFetch as discoveryFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import type { AccessTokenProfile } from './access-token-profiles.ts';
import { isAccessToken } from './judge-token-kind.ts';
import { OAUTH_LIMITS, SIGNATURE_ALGORITHMS } from './limits.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { TellableError, tellable, throwTellable } from './tellable-error.ts';

export interface AccessTokenRules {
  issuer: string;
  /** The token's only audience, unless the profile names another one beside it. */
  audience: string;
  /** How the issuer marks its access tokens. */
  profile: AccessTokenProfile;
  /** A token is refused so many seconds after it was issued, however long it lives. */
  maxAge: number;
  fetch: ProviderFetch;
  /** Milliseconds since the epoch. */
  now: () => number;
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

/** A verifier that discovers the issuer's keys at its first use. */
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
    const { protectedHeader: header, payload } = await verify(token, await keys(), {
      ...options,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (!isAccessToken(rules.profile, { header, payload })) throw new TokenNotAccepted();
    return checkClaims(payload, rules, currentDate.getTime() / 1_000);
  };
}

async function verify(
  token: string,
  keySet: KeySet,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keySet, options);
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

/** jose's errors about the keys, not the token. JOSEError itself means that the key set's answer was not 200 or not JSON. */
const KEYS_UNAVAILABLE = new Set([
  errors.JOSEError.code,
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JWKInvalid.code,
]);

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** Discovers the keys once. A failure is not kept, so the next caller tries again. */
function issuerKeys({ issuer, fetch }: AccessTokenRules): () => Promise<KeySet> {
  let found: Promise<KeySet> | undefined;
  return () => {
    found ??= discover(issuer, fetch).catch((error) => {
      found = undefined;
      return throwTellable(error);
    });
    return found;
  };
}

async function discover(issuer: string, fetch: ProviderFetch): Promise<KeySet> {
  const url = new URL(issuer);
  const options = { [discoveryFetch]: oauthFetch(fetch, undefined), [allowInsecureRequests]: true };
  const metadata = await processDiscoveryResponse(url, await discoveryRequest(url, options));
  if (!metadata.jwks_uri) throw new Error('the issuer publishes no keys');
  return createRemoteJWKSet(new URL(metadata.jwks_uri), {
    [customFetch]: (href) => fetch({ url: href, method: 'GET', headers: { accept: 'application/json' } }),
  });
}
