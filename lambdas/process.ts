/** What every function takes from its process: time, randomness, log and environment variables. */
import type { FunctionName } from '../src/contract/environment.ts';
import { systemClock } from '../src/system/clock.ts';
import { createJsonLog } from '../src/system/json-log.ts';
import { systemRandom } from '../src/system/random.ts';
import { readEnvironment } from '../src/system/read-environment.ts';

export const clock = systemClock;
export const random = systemRandom;
export const log = createJsonLog((line) => process.stdout.write(`${line}\n`));
export const newCorrelationId = () => random.uuidV7(clock.now());

export type Variables = ReturnType<typeof readEnvironment>;

export function variablesOf(name: FunctionName): Variables {
  return readEnvironment(name, process.env);
}
