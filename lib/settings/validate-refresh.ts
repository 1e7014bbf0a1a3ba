/** Finds wrong settings of the refresh. */
import { ALWAYS_FRESH } from '../../src/contract/environment.ts';
import { DUE_SHARDS_READ } from '../../src/contract/table.ts';
import { DEFAULT_IDLE_AFTER_DAYS, type StageSettings } from './stage-settings.ts';

export function refreshFaults({
  idleAfterDays = DEFAULT_IDLE_AFTER_DAYS,
  refreshShares = 1,
  reservedConcurrency,
}: StageSettings): string[] {
  const faults: string[] = [];
  const isDays =
    Number.isInteger(idleAfterDays) && Number(idleAfterDays) >= 1 && Number(idleAfterDays) <= 9999;
  if (idleAfterDays !== ALWAYS_FRESH && !isDays)
    faults.push(`idleAfterDays must be a whole number of days from 1 to 9999, or '${ALWAYS_FRESH}'`);
  if (!Number.isInteger(refreshShares) || refreshShares < 1 || refreshShares > DUE_SHARDS_READ)
    faults.push(
      `refreshShares must be a whole number from 1 to ${DUE_SHARDS_READ}, the number of shards of the due index`,
    );
  const reserved = reservedConcurrency?.['token-refresh'];
  // Two ticks can overlap, and a refresh on demand must always find a free execution.
  const needed = 2 * refreshShares + 2;
  if (reserved !== undefined && reserved < needed)
    faults.push(
      `reservedConcurrency['token-refresh'] is ${reserved}; make it ${needed} or more, enough for two ticks of ${refreshShares} and for refreshes on demand`,
    );
  return faults;
}
