/**
 * The stages of lib/stages.ts as an operator would fill them in, under a domain that is reserved for private networks
 * (`.internal`): synth refuses prod with example addresses. `npx cdk synth -c stages=test/stack/filled-in-stages.ts` takes
 * them, as .ci/run does.
 */
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { STAGES as AS_THEY_STAND } from '../../lib/stages.ts';

export const STAGES: readonly StageSettings[] = AS_THEY_STAND.map(filledIn);

function filledIn<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace('example.com', 'acme.internal') as Value;
  if (Array.isArray(value)) return value.map(filledIn) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one)])) as Value;
}
