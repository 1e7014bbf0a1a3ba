import { logKeyFailure } from '../src/broker/callers/log-key-failure.ts';
import { issuerKeys } from '../src/oauth/jwt/issuer-keys.ts';
import type { IssuerRules } from '../src/oauth/jwt/signed-by-issuer.ts';
import { clock, log, type Variables } from './process.ts';
import { providerFetch } from './provider-fetch.ts';

/** The stage's issuer, with its keys: all verifiers of a function share them. */
export function issuerOf(read: Variables): IssuerRules {
  const issuer = read('jwtIssuer');
  const staleIfError = staleSeconds(read('issuerKeysStale'));
  const onFailure = logKeyFailure(log);
  const { now } = clock;
  const personClaim = read('personClaim');
  return {
    issuer,
    now,
    personClaim,
    keys: issuerKeys({ issuer, now, staleIfError, onFailure, fetch: providerFetch }),
  };
}

/** A number that cannot be read would let keys of any age pass. */
function staleSeconds(text: string): number {
  if (!/^[0-9]{1,5}$/.test(text))
    throw new Error('the time for stale keys of the issuer is not a number of seconds');
  return Number(text);
}
