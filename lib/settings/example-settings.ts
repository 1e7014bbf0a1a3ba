/** Which settings of a stage nobody has replaced yet. */
import type { StageSettings } from './stage-settings.ts';
import { createsUserPool } from './user-pool-settings.ts';

/** The names of the settings that still have an example value of this repository. */
export function exampleSettings(settings: StageSettings): string[] {
  const { dashboardUrl = '', domain, jwt } = settings;
  const values = {
    dashboardUrl,
    'domain.name': domain?.name ?? '',
    'jwt.issuer': createsUserPool(jwt) ? '' : jwt.issuer,
  };
  return Object.entries(values)
    .filter(([, value]) => /\bexample\.com\b/.test(value))
    .map(([name]) => name);
}
