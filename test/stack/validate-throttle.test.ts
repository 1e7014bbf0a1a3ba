/** What a stage may set as throttles. Covers lib/settings/faults/validate-throttle.ts, lib/settings/throttle-settings.ts. */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { faultsOf } from './stage-faults.ts';
import { settingsOf } from './stage-template.ts';

const dev = settingsOf('dev');
type Throttle = NonNullable<StageSettings['apiThrottle']>;

describe('throttles', () => {
  it.each<[string, Throttle]>([
    ['nothing', {}],
    ['one kind alone', { callback: { rate: 1, burst: 1 } }],
    [
      'the least and the most',
      { signedIn: { rate: 100, burst: 100 }, public: { rate: 1_000, burst: 5_000 } },
    ],
  ])('may be %s', (_, apiThrottle) => {
    expect(faultsOf({ ...dev, apiThrottle })).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN])('are no %d', (rate) => {
    const fault = 'apiThrottle.callback must have a rate and a burst that are whole numbers from 1.';
    expect(faultsOf({ ...dev, apiThrottle: { callback: { rate, burst: 400 } } })).toEqual([fault]);
    expect(faultsOf({ ...dev, apiThrottle: { callback: { rate: 1, burst: rate } } })).toEqual([fault]);
  });

  it.each<[string, Throttle, string]>([
    [
      'what one member’s loop could use up',
      { signedIn: { rate: 99, burst: 200 } },
      "apiThrottle.signedIn must let 100 requests a second through, or one member's loop denies a route to everybody; the quotas limit persons.",
    ],
    [
      'what one member’s loop could use up of the records',
      { records: { rate: 99, burst: 200 } },
      "apiThrottle.records must let 100 requests a second through, or one member's loop denies a route to everybody; the quotas limit persons.",
    ],
    [
      'what a flood by anybody would cost',
      { public: { rate: 1_001, burst: 2_000 } },
      'apiThrottle.public must let at most 1000 requests a second through: anybody can send them, and each costs.',
    ],
    [
      'a burst below the rate',
      { callback: { rate: 50, burst: 49 } },
      "apiThrottle.callback must have a burst of at least its rate, so that one second's requests can come at once.",
    ],
  ])('are not %s', (_, apiThrottle, fault) => {
    expect(faultsOf({ ...dev, apiThrottle })).toEqual([fault]);
  });
});
