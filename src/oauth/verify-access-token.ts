/** Verifies a JWT access token (RFC 9068, RFC 8725) against one issuer's published keys. */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import {
  allowInsecureRequests,
  customFetch as discoveryFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { OAUTH_LIMITS } from './limits.ts';
import { oauthFetch } from './oauth-fetch.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/** Asymmetric only: with a symmetric algorithm in the list a public key could be used as a secret (RFC 8725 section 3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

export interface AccessTokenRules {
  issuer: string;
  /** The only audience; a token for us and others is not for us. */
  audience: string;
  fetch: ProviderFetch;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** The token is not good. Anything else that a verifier rejects with says that the keys could not be had. */
export class TokenNotAccepted extends Error {
  constructor(options?: { cause?: unknown }) {
    super('token not accepted', options);
    this.name = 'TokenNotAccepted';
  }
}

export type AccessTokenVerifier = (token: string) => Promise<JWTPayload & { sub: string; iss: string }>;

export function createAccessTokenVerifier(rules: AccessTokenRules): AccessTokenVerifier {
  const keys = issuerKeys(rules);
  return async (token) => {
    const currentDate = new Date(rules.now());
    const { issuer, audience } = rules;
    const options = {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: OAUTH_LIMITS.clockLeeway,
      currentDate,
    };
    const payload = await verify(token, await keys(), { ...options, requiredClaims: ['exp', 'sub'] });
    return checkClaims(payload, rules, currentDate.getTime() / 1_000);
  };
}

async function verify(
  token: string,
  keySet: KeySet,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keySet, options)).payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || KEYS_NOT_HAD.has(cause.code)) throw cause;
    throw new TokenNotAccepted({ cause });
  }
}

function checkClaims(payload: JWTPayload, { audience }: AccessTokenRules, now: number) {
  const { aud, exp, sub, iss } = payload;
  const isForUsAlone = aud === audience || (Array.isArray(aud) && aud.length === 1 && aud[0] === audience);
  const endsInTime = Number.isInteger(exp) && (exp as number) < now + OAUTH_LIMITS.callerTokenLifetime;
  if (!isForUsAlone || !endsInTime || !sub || !iss) throw new TokenNotAccepted();
  return { ...payload, sub, iss };
}

/** What says nothing of the token. The bare error is how jose reports that the answer was not 200 or not JSON. */
const KEYS_NOT_HAD = new Set([
  errors.JOSEError.code,
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JWKInvalid.code,
]);

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** Found by discovery once; a failure is forgotten, so that the next caller tries again. */
function issuerKeys({ issuer, fetch }: AccessTokenRules): () => Promise<KeySet> {
  let found: Promise<KeySet> | undefined;
  return () => {
    found ??= discover(issuer, fetch).catch((error) => {
      found = undefined;
      throw error;
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
