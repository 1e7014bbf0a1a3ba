/** The alias that whoever invokes a function names, so that new code can be tried on a part of them and taken back. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Alias, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../src/contract/environment.ts';

export const LIVE = 'live';

/** Those that are invoked by name. The others stand behind an API, or run once in a while. */
export const RELEASED = ['token-refresh', 'token-injector'] as const satisfies FunctionName[];
export type ReleasedFunction = (typeof RELEASED)[number];

/** Earlier versions stay, so that the alias can go back to them at any time. `provisioned`: kept started. */
export function liveAlias(
  name: FunctionName,
  made: LambdaFunction,
  provisioned: number | undefined,
): Alias | undefined {
  if (!RELEASED.some((released) => released === name)) return undefined;
  const version = made.currentVersion;
  version.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return new Alias(made, 'Live', { aliasName: LIVE, version, provisionedConcurrentExecutions: provisioned });
}
