/** Finds wrong settings of a user pool that the stage creates. */
import type { StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';

/** CreateUserPoolDomain, parameter Domain; Cognito developer guide, cognito-user-pools-assign-domain-prefix. */
const PREFIX = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const RESERVED = /aws|amazon|cognito/;

export function userPoolFaults({ jwt, hostedDashboard }: StageSettings): string[] {
  if (!createsUserPool(jwt)) return [];
  const faults: string[] = [];
  const { domainPrefix } = jwt.userPool;
  if (!PREFIX.test(domainPrefix) || RESERVED.test(domainPrefix))
    faults.push(
      'jwt.userPool.domainPrefix must be 1 to 63 lower-case letters, digits or hyphens, and contain neither aws nor amazon nor cognito',
    );
  if (Object.keys(jwt).some((name) => !['userPool', 'maxAgeSeconds', 'staleKeysSeconds'].includes(name)))
    faults.push('jwt.userPool takes the place of issuer, audience and claim; leave them out');
  if (!hostedDashboard)
    faults.push('jwt.userPool signs people in at the hosted dashboard; set hostedDashboard');
  for (const name of ['clientId', 'signIn', 'signInOrigins'] as const)
    if (hostedDashboard?.[name] !== undefined)
      faults.push(`hostedDashboard.${name} is derived from jwt.userPool; leave it out`);
  return faults;
}
