/** What every function takes from its process: time, randomness, log, metrics and environment variables. */
import { type FunctionName, VARIABLE } from '../src/contract/environment.ts';
import type { MetricSource } from '../src/contract/metrics.ts';
import { systemClock } from '../src/system/clock.ts';
import { createJsonLog } from '../src/system/json-log.ts';
import { countedLog, createMeter } from '../src/system/meter.ts';
import { systemRandom } from '../src/system/random.ts';
import { readEnvironment } from '../src/system/read-environment.ts';

export const clock = systemClock;
export const random = systemRandom;
const write = (line: string) => process.stdout.write(`${line}\n`);
/** Known once the entry has said which function it is. */
let source: MetricSource | undefined;
export const meter = createMeter({ write, source: () => source, now: clock.now });
export const log = countedLog(createJsonLog(write), meter);
export const newCorrelationId = () => random.uuidV7(clock.now());

export type Variables = ReturnType<typeof readEnvironment>;

export function variablesOf(name: FunctionName): Variables {
  const stage = process.env[VARIABLE.stage];
  source = stage === undefined ? undefined : { stage, function: name };
  return readEnvironment(name, process.env);
}
