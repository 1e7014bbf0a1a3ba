/** Time, randomness, log, metrics and environment variables of a function's process. */
import type { LambdaAddress } from '../src/aws/invoke-function.ts';
import { type FunctionName, VARIABLE } from '../src/contract/environment.ts';
import type { MetricSource } from '../src/contract/metrics.ts';
import { systemClock } from '../src/system/clock.ts';
import { refuseDebugSwitches } from '../src/system/debug-switches.ts';
import { createJsonLog } from '../src/system/json-log.ts';
import { countedLog, createMeter } from '../src/system/meter.ts';
import { systemRandom } from '../src/system/random.ts';
import { readEnvironment } from '../src/system/read-environment.ts';

export const clock = systemClock;
export const random = systemRandom;
const write = (line: string) => process.stdout.write(`${line}\n`);
/** Set by `variablesOf`, which knows the function's name. */
let source: MetricSource | undefined;
export const meter = createMeter({ write, source: () => source, now: clock.now });
export const log = countedLog(createJsonLog(write), meter);
export const newCorrelationId = () => random.uuidV7(clock.now());

/** Where Lambda is. The endpoint is set by tests alone; no deployed function has one (test/stack/functions.test.ts). */
export function lambdaAddress(): LambdaAddress {
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL } = process.env;
  return { region, endpoint: AWS_ENDPOINT_URL_LAMBDA ?? AWS_ENDPOINT_URL };
}

/** Reads one variable of the function by its name in the contract. */
export type Variables = ReturnType<typeof readEnvironment>;

/**
 * The function's variables. Throws an error that names the first missing one, or a switch of Node under which the function would
 * show what it sends.
 */
export function variablesOf(name: FunctionName): Variables {
  refuseDebugSwitches(name, { environment: process.env, options: process.execArgv });
  const stage = process.env[VARIABLE.stage];
  source = stage === undefined ? undefined : { stage, function: name };
  return readEnvironment(name, process.env);
}
