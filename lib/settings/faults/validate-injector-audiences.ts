/** Finds wrong audiences of token-injector's callers. */
import type { StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';
import { isAudienceOfOne } from './validate-sign-in.ts';

export function injectorAudienceFaults({ injectorAudiences = [], jwt }: StageSettings): string[] {
  const faults = injectorAudiences
    .filter((audience) => !isAudienceOfOne(audience))
    .map(
      (audience) =>
        `injectorAudiences has ${JSON.stringify(audience)}; write an aud of tokens, without white space or /* at its end`,
    );
  const all = [...(createsUserPool(jwt) ? [] : [jwt.audience]), ...injectorAudiences];
  if (new Set(all).size < all.length)
    faults.push(
      'injectorAudiences names an audience twice, or that of jwt, which token-injector takes anyway; keep it once',
    );
  return faults;
}
