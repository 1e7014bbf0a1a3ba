/** Finds wrong settings of reserved and provisioned concurrency. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import { ALIASED_FUNCTIONS, isAliased } from '../aliased-functions.ts';
import type { StageSettings } from '../stage-settings.ts';

export function concurrencyFaults(settings: StageSettings): string[] {
  const { reservedConcurrency = {}, provisionedConcurrency = {} } = settings;
  return [
    ...Object.entries(reservedConcurrency)
      .filter(([, executions]) => !isWholeFromOne(executions))
      .map(
        ([name]) =>
          `reservedConcurrency of ${name} must be a whole number from 1; leave it out to reserve nothing`,
      ),
    ...Object.entries(provisionedConcurrency).flatMap(([name, executions]) =>
      provisionedFaults(name, executions, reservedConcurrency[name as FunctionName]),
    ),
  ];
}

function provisionedFaults(name: string, executions: number, reserved = Number.POSITIVE_INFINITY): string[] {
  if (!isAliased(name))
    return [
      `provisionedConcurrency needs an alias, which ${name} does not have; set it for ${ALIASED_FUNCTIONS.join(' or ')}`,
    ];
  if (!isWholeFromOne(executions))
    return [
      `provisionedConcurrency of ${name} must be a whole number from 1; leave it out to keep nothing started`,
    ];
  if (executions >= reserved)
    return [
      `provisionedConcurrency of ${name} must be less than its reservedConcurrency of ${reserved}, so that a new version can run beside the old one`,
    ];
  return [];
}

function isWholeFromOne(executions: number): boolean {
  return Number.isInteger(executions) && executions >= 1;
}
