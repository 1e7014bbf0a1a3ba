import { createVerifyCaller, type VerifyCaller } from '../src/broker/caller-from-claims.ts';
import { createAccessTokenVerifier } from '../src/oauth/verify-access-token.ts';
import { clock, type Variables } from './process.ts';
import { providerFetch } from './provider-fetch.ts';

/** Verifies the access tokens of callers, which the stage's issuer signs. */
export function verifyCallerOf(read: Variables): VerifyCaller {
  const rules = {
    issuer: read('jwtIssuer'),
    audience: read('jwtAudience'),
    fetch: providerFetch,
    now: clock.now,
  };
  return createVerifyCaller(createAccessTokenVerifier(rules), read('workspaceClaim'));
}
