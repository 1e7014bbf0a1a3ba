/** How the bundle of each function is built, for those who build bundles outside of a synth: cdk/build.ts and bench/. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import { FUNCTION_DEFINITIONS } from '../function-definitions.ts';
import { bundlingWith } from './bundling.ts';

/** The bundling options of NodejsFunction for a function's entry in lambdas/. */
export function bundlingOf(name: FunctionName) {
  return bundlingWith(FUNCTION_DEFINITIONS[name]);
}
