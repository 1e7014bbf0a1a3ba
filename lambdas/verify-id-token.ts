import { NO_DASHBOARD_CLIENT } from '../src/contract/environment.ts';
import type { IssuerRules } from '../src/oauth/jwt/signed-by-issuer.ts';
import { createIdTokenVerifier, type IdTokenVerifier } from '../src/oauth/jwt/verify-id-token.ts';
import type { Variables } from './process.ts';

/** Verifies the ID tokens of the page's sign-in. Undefined: the stage does not know the page's client. */
export function verifyIdTokenOf(read: Variables, issuer: IssuerRules): IdTokenVerifier | undefined {
  const clientId = read('dashboardClientId');
  return clientId === NO_DASHBOARD_CLIENT ? undefined : createIdTokenVerifier({ ...issuer, clientId });
}
