import { createVerifyCaller, type VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import { logKeyFailure } from '../src/broker/callers/log-key-failure.ts';
import { ACCESS_TOKEN_PROFILE_NAMES, NO_DASHBOARD_CLIENT } from '../src/contract/environment.ts';
import { ACCESS_TOKEN_PROFILES } from '../src/oauth/jwt/access-token-profiles.ts';
import { createAccessTokenVerifier } from '../src/oauth/jwt/verify-access-token.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from '../src/oauth/jwt/verify-id-token.ts';
import { clock, log, type Variables } from './process.ts';
import { providerFetch } from './provider-fetch.ts';

/**
 * Verifies the access tokens of callers, which the stage's issuer signs. Throws for a profile that does not exist, and for an
 * age that is no whole number of seconds: a comparison with it would let every age pass.
 */
export function verifyCallerOf(read: Variables): VerifyCaller {
  const rules = {
    issuer: read('jwtIssuer'),
    audience: read('jwtAudience'),
    profile: ACCESS_TOKEN_PROFILES[profileName(read('accessTokens'))],
    maxAge: seconds(read('accessTokenMaxAge')),
    staleIfError: staleSeconds(read('issuerKeysStale')),
    fetch: providerFetch,
    now: clock.now,
    onFailure: logKeyFailure(log),
  };
  const isSplit = read('workspaceClaimForm') === 'space-separated-where-no-name-has-a-space';
  return createVerifyCaller(createAccessTokenVerifier(rules), {
    name: read('workspaceClaim'),
    // Any other value than this one keeps the stricter form.
    form: isSplit ? 'space-separated-where-no-name-has-a-space' : 'list',
  });
}

/** Verifies the ID tokens of the page's sign-in. Undefined: the stage does not know the page's client. */
export function verifyIdTokenOf(read: Variables): IdTokenVerifier | undefined {
  const clientId = read('dashboardClientId');
  if (clientId === NO_DASHBOARD_CLIENT) return undefined;
  return createIdTokenVerifier({
    issuer: read('jwtIssuer'),
    clientId,
    staleIfError: staleSeconds(read('issuerKeysStale')),
    fetch: providerFetch,
    now: clock.now,
    onFailure: logKeyFailure(log),
  });
}

function profileName(text: string) {
  const name = ACCESS_TOKEN_PROFILE_NAMES.find((known) => known === text);
  if (!name) throw new Error('the profile of access tokens is not known');
  return name;
}

/** A number that cannot be read would let keys of any age pass. */
function staleSeconds(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text))
    throw new Error('the time for stale keys of the issuer is not a number of seconds');
  return Number(text);
}

function seconds(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new Error('the age of access tokens is not a number of seconds');
  return Number(text);
}
