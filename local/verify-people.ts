import type { Caller } from '../src/broker/caller.ts';
import { createVerifyCaller, type VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import { logKeyFailure } from '../src/broker/callers/log-key-failure.ts';
import type { Ports } from '../src/broker/ports.ts';
import { ACCESS_TOKEN_PROFILES } from '../src/oauth/jwt/access-token-profiles.ts';
import { issuerKeys } from '../src/oauth/jwt/issuer-keys.ts';
import type { IssuerRules } from '../src/oauth/jwt/signed-by-issuer.ts';
import { type AccessTokenRules, createAccessTokenVerifier } from '../src/oauth/jwt/verify-access-token.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from '../src/oauth/jwt/verify-id-token.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import { ACCESS_TOKEN_LIFETIME, LOCAL_AUDIENCE, WORKSPACE_CLAIM } from './people.ts';
import { localProviderFetch } from './ports.ts';

type VerifyPorts = Pick<Ports, 'clock' | 'log'>;

/** Verifies an access token of the local identity provider for one audience. */
export type PeopleVerifier = (token: string, audience: string) => Promise<Caller>;

/** Verifies the access tokens that the local identity provider issues to the people, for any audience that is asked for. */
export function verifyForAudience(issuer: string, ports: VerifyPorts): PeopleVerifier {
  const rules = rulesOf(issuer, ports);
  return (token, audience) => verifierOf(rules, [audience])(token);
}

/** The same for some audiences. Absent: for the HTTP API alone. */
export function verifyPeople(
  issuer: string,
  ports: VerifyPorts,
  audiences: readonly string[] = [LOCAL_AUDIENCE],
): VerifyCaller {
  return verifierOf(rulesOf(issuer, ports), audiences);
}

type Rules = Omit<AccessTokenRules, 'audiences'>;

function rulesOf(issuer: string, ports: VerifyPorts): Rules {
  const profile = ACCESS_TOKEN_PROFILES.rfc9068;
  return { ...issuerAt(issuer, ports), profile, maxAge: ACCESS_TOKEN_LIFETIME };
}

function verifierOf(rules: Rules, audiences: readonly string[]): VerifyCaller {
  const verifier = createAccessTokenVerifier({ ...rules, audiences });
  return createVerifyCaller(verifier, { name: WORKSPACE_CLAIM, form: 'list' });
}

/** Verifies the ID tokens that it issues to the dashboard. */
export function verifySignIns(issuer: string, ports: VerifyPorts): IdTokenVerifier {
  return createIdTokenVerifier({ ...issuerAt(issuer, ports), clientId: DASHBOARD_CLIENT });
}

function issuerAt(issuer: string, { clock: { now }, log }: VerifyPorts): IssuerRules {
  const onFailure = logKeyFailure(log);
  const keys = issuerKeys({ issuer, now, staleIfError: 0, onFailure, fetch: localProviderFetch() });
  return { issuer, now, keys, personClaim: 'sub' };
}
