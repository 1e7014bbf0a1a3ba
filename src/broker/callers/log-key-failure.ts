import type { IssuerKeysOptions } from '../../oauth/jwt/issuer-keys.ts';
import { errorName } from '../error-name.ts';
import type { Log } from '../ports.ts';

/** Tells the log of each fetch of the issuer's keys that fails, and whether callers are verified nevertheless. */
export function logKeyFailure(log: Log): IssuerKeysOptions['onFailure'] {
  return (error, age) => {
    const told = { error: errorName(error) };
    if (age === undefined) log.error('issuer_keys_missing', told);
    else log.error('issuer_keys_stale', { ...told, ageMs: Math.round(age * 1_000) });
  };
}
