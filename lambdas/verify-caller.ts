import { createVerifyCaller, type VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import { ACCESS_TOKEN_PROFILE_NAMES } from '../src/contract/environment.ts';
import { ACCESS_TOKEN_PROFILES } from '../src/oauth/jwt/access-token-profiles.ts';
import { createAccessTokenVerifier } from '../src/oauth/jwt/verify-access-token.ts';
import { issuerOf } from './issuer-of.ts';
import type { Variables } from './process.ts';

/**
 * Verifies the access tokens of callers, which the stage's issuer signs. Throws for a profile that does not exist, and for an
 * age that is no whole number of seconds: a comparison with it would let every age pass.
 */
export function verifyCallerOf(
  read: Variables,
  issuer = issuerOf(read),
  audiences: readonly string[] = [read('jwtAudience')],
): VerifyCaller {
  const rules = {
    ...issuer,
    audiences,
    profile: ACCESS_TOKEN_PROFILES[profileName(read('accessTokens'))],
    maxAge: seconds(read('accessTokenMaxAge')),
  };
  const isSplit = read('workspaceClaimForm') === 'space-separated-where-no-name-has-a-space';
  return createVerifyCaller(createAccessTokenVerifier(rules), {
    name: read('workspaceClaim'),
    // Any other value than this one keeps the stricter form.
    form: isSplit ? 'space-separated-where-no-name-has-a-space' : 'list',
  });
}

function profileName(text: string) {
  const name = ACCESS_TOKEN_PROFILE_NAMES.find((known) => known === text);
  if (!name) throw new Error('the profile of access tokens is not known');
  return name;
}

function seconds(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new Error('the age of access tokens is not a number of seconds');
  return Number(text);
}
