/**
 * At which addresses a stage may have its API and its dashboard.
 * Covers lib/settings/faults/validate-stage.ts.
 */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const prod = settingsOf('prod');
const dev = settingsOf('dev');

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'an API origin with a path',
      { ...dev, apiOrigin: 'https://api.acme.internal/' },
      'apiOrigin must be an https:// origin without path or trailing slash.',
    ],
    [
      'a dashboard with a fragment',
      { ...dev, dashboardOrigins: undefined, dashboardUrl: 'https://d.acme.internal/#x' },
      'dashboardUrl must be an https:// URL without trailing slash, query or fragment.',
    ],
    [
      'any origin',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', '*'] },
      'dashboardOrigins has "*"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'a wildcard origin',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', 'https://*.acme.internal'] },
      'dashboardOrigins has "https://*.acme.internal"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'a dashboard on one’s own machine in prod',
      { ...prod, dashboardOrigins: ['https://connections.acme.internal', 'http://localhost:5173'] },
      'dashboardOrigins has "http://localhost:5173"; write each origin exactly, https:// and without wildcard or path.',
    ],
    [
      'origins without the dashboard',
      { ...prod, dashboardOrigins: ['https://other.acme.internal'] },
      'dashboardOrigins lacks the dashboard\'s own origin; add "https://connections.acme.internal".',
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });
});
