/** Which functions have an alias: those that are invoked by name. The others are behind an API, or run rarely. */
import type { FunctionName } from '../../src/contract/environment.ts';

/** New code of these functions can be deployed gradually, and Lambda can keep executions of them started. */
export const ALIASED_FUNCTIONS = [
  'token-refresh',
  'token-tick',
  'token-injector',
] as const satisfies FunctionName[];
export type AliasedFunction = (typeof ALIASED_FUNCTIONS)[number];

export function isAliased(name: string): name is AliasedFunction {
  return ALIASED_FUNCTIONS.some((aliased) => aliased === name);
}
