/** The alias by which a function is invoked, so that new code can first get a part of the invocations, and be rolled back. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Alias, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../src/contract/environment.ts';
import { isAliased } from '../settings/aliased-functions.ts';

export const LIVE = 'live';

/**
 * The alias on the version of this template's code; undefined for a function without alias. Earlier versions are retained, so
 * that the alias can be moved back at any time. `provisioned` executions are kept started.
 */
export function liveAlias(
  name: FunctionName,
  made: LambdaFunction,
  provisioned: number | undefined,
): Alias | undefined {
  if (!isAliased(name)) return undefined;
  const version = made.currentVersion;
  version.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return new Alias(made, 'Live', { aliasName: LIVE, version, provisionedConcurrentExecutions: provisioned });
}
