/**
 * How many executions a stage may reserve and keep started.
 * Covers lib/settings/faults/validate-concurrency.ts, lib/settings/faults/validate-refresh.ts.
 */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const dev = settingsOf('dev');

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'no executions at all',
      { ...dev, reservedConcurrency: { connect: 0 } },
      'reservedConcurrency of connect must be a whole number from 1; leave it out to reserve nothing.',
    ],
    [
      'no room for a tick beside the one before it',
      { ...dev, refreshShares: 2, reservedConcurrency: { 'token-tick': 3 } },
      "reservedConcurrency['token-tick'] is 3; make it 4 or more, enough for two ticks of 2.",
    ],
    [
      'no room beside one workspace’s places',
      { ...dev, reservedConcurrency: { 'token-refresh': 13 } },
      "reservedConcurrency['token-refresh'] is 13; make it 14 or more, enough for the 12 places of one workspace at slow endpoints and for refreshes of others.",
    ],
    [
      'no room for consents beside one workspace’s places',
      { ...dev, reservedConcurrency: { connect: 13 } },
      "reservedConcurrency['connect'] is 13; make it 14 or more, enough for the 12 places of one workspace at slow endpoints and for consents of others.",
    ],
    [
      'half an execution that is kept started',
      { ...dev, provisionedConcurrency: { 'token-injector': 0.5 } },
      'provisionedConcurrency of token-injector must be a whole number from 1; leave it out to keep nothing started.',
    ],
    [
      'as many kept started as reserved',
      {
        ...dev,
        reservedConcurrency: { 'token-injector': 5 },
        provisionedConcurrency: { 'token-injector': 5 },
      },
      'provisionedConcurrency of token-injector must be less than its reservedConcurrency of 5, so that a new version can run beside the old one.',
    ],
    [
      'kept started without an alias',
      { ...dev, provisionedConcurrency: { connect: 1 } as object },
      'provisionedConcurrency needs an alias, which connect does not have; set it for token-refresh or token-tick or token-injector.',
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });
});
