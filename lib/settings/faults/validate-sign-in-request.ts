/** Finds wrong settings of what the hosted page asks the identity provider for. */
import type { SignInRequest } from '../../../src/contract/dashboard/dashboard-config.ts';
import { accessTokensOf } from '../sign-in-settings.ts';
import type { StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';

/** RFC 6749 section 3.3: scope tokens with one space between them. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

export function signInRequestFaults({ jwt, hostedDashboard }: StageSettings): string[] {
  if (!hostedDashboard || createsUserPool(jwt)) return [];
  const { signIn } = hostedDashboard;
  const faults = signIn ? requestFaults(signIn) : [];
  const sendsResource = signIn === undefined || signIn.resource !== undefined;
  if (sendsResource && accessTokensOf(jwt) === 'entra')
    faults.push(
      'hostedDashboard.signIn must be set, without resource: Entra ID refuses that parameter and takes the API from a scope, such as api://<id>/access (docs/sign-in.md)',
    );
  return faults;
}

function requestFaults({ scope, audience, resource }: SignInRequest): string[] {
  const faults: string[] = [];
  if (!SCOPE.test(scope) || !scope.split(' ').includes('openid'))
    faults.push(
      'hostedDashboard.signIn.scope must be scopes with one space between them, and openid one of them',
    );
  if (audience !== undefined && !/^[\x21-\x7e]+$/.test(audience))
    faults.push(
      'hostedDashboard.signIn.audience must be the identifier of the API at the identity provider; leave it out if no parameter is to be sent',
    );
  if (resource !== undefined && !isResource(resource))
    faults.push(
      'hostedDashboard.signIn.resource must be an absolute URI without a fragment; leave it out if no parameter is to be sent',
    );
  return faults;
}

/** RFC 8707 section 2. */
function isResource(text: string): boolean {
  return URL.canParse(text) && /^[\x21-\x7e]+$/.test(text) && !text.includes('#');
}
