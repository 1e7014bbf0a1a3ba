/** The thresholds of alarms are checked. Covers lib/settings/faults/validate-alarms.ts, lib/settings/alarm-settings.ts. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ALARMS, thresholdsOf } from '../../lib/settings/alarm-settings.ts';
import { alarmFaults } from '../../lib/settings/faults/validate-alarms.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { chooseStages } from '../../lib/stages.ts';

const [dev] = chooseStages('dev') as [StageSettings];

describe('the thresholds of a stage', () => {
  it('may be left out, each alone, and then are the defaults, which are within their ranges', () => {
    expect(alarmFaults(dev)).toEqual([]);
    expect(alarmFaults({ ...dev, alarms: DEFAULT_ALARMS })).toEqual([]);
    expect(thresholdsOf({ ...dev, alarms: { deadGrants: 7 } })).toEqual({ ...DEFAULT_ALARMS, deadGrants: 7 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'none, with which an alarm rings always',
      { throttles: 0 },
      'alarms.throttles must be a whole number from 1 to 1000000',
    ],
    ['half a grant', { deadGrants: 2.5 }, 'alarms.deadGrants must be a whole number from 1 to 1000000'],
    [
      'more than all',
      { unavailablePercent: 101 },
      'alarms.unavailablePercent must be a number from 0.01 to 100',
    ],
    ['a text', { slowPercent: '1' }, 'alarms.slowPercent must be a number from 0.01 to 100'],
    ['no number', { slowPercent: Number.NaN }, 'alarms.slowPercent must be a number from 0.01 to 100'],
    [
      'an objective that no alarm could watch',
      { objectivePercent: 90 },
      'alarms.objectivePercent must be a number from 95 to 99.99',
    ],
    [
      'a lag after the token’s end',
      { refreshLagSeconds: 601 },
      'alarms.refreshLagSeconds must be a whole number from 60 to 600',
    ],
    [
      'calls that Lambda has ended',
      { slowMilliseconds: 15_001 },
      'alarms.slowMilliseconds must be a whole number from 100 to 15000',
    ],
  ])('are not %s', (_, alarms, sentence) => {
    expect(alarmFaults({ ...dev, alarms })).toEqual([sentence]);
  });

  it('have no other name', () => {
    for (const name of ['deadGrant', 'toString'])
      expect(alarmFaults({ ...dev, alarms: { [name]: 3 } as object })).toEqual([
        `alarms has no "${name}"; it has ${Object.keys(DEFAULT_ALARMS).join(', ')}`,
      ]);
  });
});
