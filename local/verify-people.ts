import { createVerifyCaller, type VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import { logKeyFailure } from '../src/broker/callers/log-key-failure.ts';
import type { Ports } from '../src/broker/ports.ts';
import { ACCESS_TOKEN_PROFILES } from '../src/oauth/jwt/access-token-profiles.ts';
import { createAccessTokenVerifier } from '../src/oauth/jwt/verify-access-token.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from '../src/oauth/jwt/verify-id-token.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import { ACCESS_TOKEN_LIFETIME, LOCAL_AUDIENCE, WORKSPACE_CLAIM } from './people.ts';
import { localProviderFetch } from './ports.ts';

/** Verifies the access tokens that the local identity provider issues to the people. */
export function verifyPeople(issuer: string, { clock, log }: Pick<Ports, 'clock' | 'log'>): VerifyCaller {
  const verifier = createAccessTokenVerifier({
    issuer,
    audience: LOCAL_AUDIENCE,
    profile: ACCESS_TOKEN_PROFILES.rfc9068,
    maxAge: ACCESS_TOKEN_LIFETIME,
    fetch: localProviderFetch(),
    now: clock.now,
    staleIfError: 0,
    onFailure: logKeyFailure(log),
  });
  return createVerifyCaller(verifier, { name: WORKSPACE_CLAIM, form: 'list' });
}

/** Verifies the ID tokens that it issues to the dashboard. */
export function verifySignIns(issuer: string, { clock, log }: Pick<Ports, 'clock' | 'log'>): IdTokenVerifier {
  return createIdTokenVerifier({
    issuer,
    clientId: DASHBOARD_CLIENT,
    fetch: localProviderFetch(),
    now: clock.now,
    staleIfError: 0,
    onFailure: logKeyFailure(log),
  });
}
