/** How many concurrent executions a function has for itself, and at most. Pure. */
import type { FunctionName } from '../../src/contract/environment.ts';
import { thresholdsOf } from '../settings/alarm-settings.ts';
import type { StageSettings } from '../settings/stage-settings.ts';

/** What Lambda leaves unreserved in every account (Lambda developer guide, "Configuring reserved concurrency"). */
const UNRESERVED = 100;

/**
 * What the stage says, else for mcp-endpoint a tenth of the account's quota: one person's calls can last for minutes each, and would
 * otherwise take the executions of all functions of the account (T232). Undefined: none, also where the quota leaves no room for a
 * tenth, as the 10 of a new account.
 */
export function reservedExecutions(settings: StageSettings, name: FunctionName): number | undefined {
  const { reservedConcurrency = {} } = settings;
  const given = reservedConcurrency[name];
  if (given !== undefined || name !== 'mcp-endpoint') return given;
  const { concurrencyQuota } = thresholdsOf(settings);
  const tenth = Math.floor(concurrencyQuota / 10);
  const others = Object.values(reservedConcurrency).reduce((sum, executions) => sum + executions, 0);
  return concurrencyQuota - others - tenth >= UNRESERVED ? tenth : undefined;
}
