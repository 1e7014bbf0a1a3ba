/** Finds wrong settings of the refresh. */
import { ALWAYS_FRESH } from '../../../src/contract/environment.ts';
import { DUE_SHARDS_READ, PLACES_OF_WORKSPACE } from '../../../src/contract/table.ts';
import { DEFAULT_IDLE_AFTER_DAYS, type StageSettings } from '../stage-settings.ts';

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
  return [...faults, ...reservationFaults(reservedConcurrency, refreshShares)];
}

/** Functions that wait for endpoints of tenants on demand, and what others ask of them meanwhile. */
const PLACED = [
  { name: 'token-refresh', others: 'refreshes' },
  { name: 'connect', others: 'consents' },
] as const;

function reservationFaults(reserved: StageSettings['reservedConcurrency'], shares: number): string[] {
  // Two ticks can overlap.
  const needed = [
    { name: 'token-tick' as const, executions: 2 * shares, reason: `two ticks of ${shares}` },
    ...PLACED.map(({ name, others }) => ({
      name,
      executions: PLACES_OF_WORKSPACE + 2,
      reason: `the ${PLACES_OF_WORKSPACE} places of one workspace at slow endpoints and for ${others} of others`,
    })),
  ];
  return needed.flatMap(({ name, executions, reason }) => {
    const given = reserved?.[name];
    return given === undefined || given >= executions
      ? []
      : `reservedConcurrency['${name}'] is ${given}; make it ${executions} or more, enough for ${reason}`;
  });
}
