/**
 * Which stages there are, and what may not be in one of them.
 * Covers lib/settings/faults/validate-stage.ts, lib/settings/stage-settings.ts, lib/stages.ts, lib/stage-error.ts.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { chooseStages } from '../../../lib/stages.ts';
import { STAGES } from '../filled-in-stages.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const prod = settingsOf('prod');
const dev = settingsOf('dev');

const server = {
  id: 'crm',
  name: 'CRM',
  provider: 'google',
  allowedHosts: ['crm.acme.internal'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: false,
  scopes: [],
} satisfies NonNullable<StageSettings['servers']>[number];

describe('stages', () => {
  it.each(STAGES.map((stage) => [stage.name, stage] as const))('%s, filled in, is sound', (_, stage) => {
    expect(faultsOf(stage)).toEqual([]);
  });

  it('are chosen by name, or all when none is named', () => {
    expect(chooseStages(undefined).map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
    expect(chooseStages('staging').map(({ name }) => name)).toEqual(['staging']);
    expect(() => chooseStages('production')).toThrow(
      'There is no stage "production"; use -c stage= with one of dev, staging, prod, or add it to lib/stages.ts.',
    );
  });

  it('take defaults that are fit for production', () => {
    const { name, dashboardUrl, jwt } = prod;
    expect(faultsOf({ name, dashboardUrl, jwt })).toEqual([]);
  });

  it('may add servers, callers, an origin of their own and, outside prod, a dashboard on this machine', () => {
    expect(
      faultsOf({
        ...dev,
        apiOrigin: 'https://connections-api.acme.internal',
        dashboardOrigins: [...(dev.dashboardOrigins ?? []), 'http://localhost:5173'],
        injectorCallers: ['arn:aws:iam::111122223333:role/path/mcp-runtime'],
        servers: [server],
      }),
    ).toEqual([]);
  });
});

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'a name that is no name',
      { ...dev, name: 'Dev/1' },
      'name must be 1 to 16 lower-case letters, digits or hyphens, beginning with a letter.',
    ],
    [
      'a rule of apps that does not exist',
      { ...dev, allowedApps: 'own' as 'own-only' },
      'allowedApps must be one of verified-and-own, own-unless-a-workspace-allows-verified, own-only.',
    ],
    [
      'a prod that destroys',
      { ...prod, removalPolicy: RemovalPolicy.DESTROY },
      'removalPolicy must be RETAIN: without the key or the table every connection of prod is lost.',
    ],
    ['an unprotected prod', { ...prod, deletionProtection: false }, 'deletionProtection must be on in prod.'],
    [
      'a prod without backups',
      { ...prod, pointInTimeRecovery: false },
      'pointInTimeRecovery must be on in prod.',
    ],
    [
      'a stack that cannot go although it should',
      { ...dev, deletionProtection: true },
      'removalPolicy deletes the table that deletionProtection protects; change one of the two.',
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });

  it('and several faults in as many lines', () => {
    const faults = faultsOf({ ...prod, deletionProtection: false, pointInTimeRecovery: false });
    expect(faults).toHaveLength(2);
  });
});
