/** Finds wrong settings of the throttles. */
import type { StageSettings } from '../stage-settings.ts';
import { DEFAULT_THROTTLES, type RouteThrottle } from '../throttle-settings.ts';

/** Below this one member's loop could use up a route of everybody: quotas are for persons, throttles for floods. */
const LEAST_SIGNED_IN = 100;
/** Above this a flood by anybody would be paid for. */
const MOST_PUBLIC = 1_000;

export function throttleFaults({ apiThrottle = {} }: StageSettings): string[] {
  const { signedIn, records, trials, ...open } = { ...DEFAULT_THROTTLES, ...apiThrottle };
  const ofCallers = { signedIn, records };
  return [
    ...Object.entries({ ...ofCallers, trials, ...open }).flatMap(([kind, throttle]) =>
      formFaults(kind, throttle),
    ),
    ...Object.entries(ofCallers)
      .filter(([, { rate }]) => rate < LEAST_SIGNED_IN)
      .map(
        ([kind]) =>
          `apiThrottle.${kind} must let ${LEAST_SIGNED_IN} requests a second through, or one member's loop denies a route to everybody; the quotas limit persons`,
      ),
    ...Object.entries(open)
      .filter(([, { rate }]) => rate > MOST_PUBLIC)
      .map(
        ([kind]) =>
          `apiThrottle.${kind} must let at most ${MOST_PUBLIC} requests a second through: anybody can send them, and each costs`,
      ),
  ];
}

function formFaults(kind: string, { rate, burst }: RouteThrottle): string[] {
  if (![rate, burst].every((each) => Number.isInteger(each) && each >= 1))
    return [`apiThrottle.${kind} must have a rate and a burst that are whole numbers from 1`];
  return burst < rate
    ? [
        `apiThrottle.${kind} must have a burst of at least its rate, so that one second's requests can come at once`,
      ]
    : [];
}
