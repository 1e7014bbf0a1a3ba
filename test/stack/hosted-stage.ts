import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { settingsOf } from './stage-template.ts';

/** prod as it would be written to host its dashboard. */
export function hosting(more: Partial<StageSettings> = {}): StageSettings {
  const { dashboardUrl: _url, dashboardOrigins: _origins, ...rest } = settingsOf('prod');
  return { ...rest, hostedDashboard: { clientId: 'dashboard' }, ...more };
}
/** prod with a user pool of its own. */
export function pooled(more: Partial<StageSettings> = {}): StageSettings {
  const jwt = { userPool: { domainPrefix: 'acme-connections' } };
  return hosting({ region: 'eu-central-1', jwt, hostedDashboard: {}, ...more });
}
/** With records of the stack’s own. */
export const DOMAIN = {
  name: 'connections.acme.internal',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c',
  hostedZone: { id: 'Z0123456789', name: 'acme.internal' },
};
