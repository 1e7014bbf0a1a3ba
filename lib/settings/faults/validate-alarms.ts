/** Finds wrong thresholds of alarms. */
import { type AlarmSettings, DEFAULT_ALARMS } from '../alarm-settings.ts';
import type { StageSettings } from '../stage-settings.ts';

type Range = readonly [least: number, most: number];

const COUNT: Range = [1, 1_000_000];
const PERCENT: Range = [0.01, 100];
/** Where a setting is no plain count and no plain percentage. */
const RANGES: Partial<Record<keyof AlarmSettings, Range>> = {
  // A token is due ten minutes before its end at the latest; later than that it has ended in use.
  refreshLagSeconds: [60, 600],
  // An injection that takes longer has been ended by Lambda (lib/functions/token-injector.ts).
  slowMilliseconds: [100, 15_000],
  // Below 93.1 the alarm could not ring, because 14.4 times the budget would be more than all injections. The budget of 99.99 is
  // four minutes a month.
  objectivePercent: [95, 99.99],
  // A new account often has 10; AWS raises the quota to tens of thousands (Lambda developer guide, "Lambda quotas").
  concurrencyQuota: [10, 1_000_000],
};

export function alarmFaults({ alarms = {} }: StageSettings): string[] {
  return Object.entries(alarms).flatMap(([name, value]) =>
    isThreshold(name)
      ? valueFaults(name, value)
      : [`alarms has no ${JSON.stringify(name)}; it has ${Object.keys(DEFAULT_ALARMS).join(', ')}`],
  );
}

function isThreshold(name: string): name is keyof AlarmSettings {
  return Object.hasOwn(DEFAULT_ALARMS, name);
}

function valueFaults(name: keyof AlarmSettings, value: unknown): string[] {
  const isPercent = name.endsWith('Percent');
  const [least, most] = RANGES[name] ?? (isPercent ? PERCENT : COUNT);
  const fits = typeof value === 'number' && value >= least && value <= most;
  if (fits && (isPercent || Number.isInteger(value))) return [];
  return [`alarms.${name} must be a ${isPercent ? '' : 'whole '}number from ${least} to ${most}`];
}
