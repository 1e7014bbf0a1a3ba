/**
 * Why the API will refuse an access token, where the page can see it. The API judges every token itself and more strictly; the
 * page looks only so that a person reads why nothing works.
 */
import { payloadOf } from './person.ts';

export type TokenFault = 'not-a-jwt' | 'other-audience';

/** `audience` is that of the API. Undefined: the page sees no fault. */
export function tokenFault(accessToken: string, audience: string): TokenFault | undefined {
  const claims = payloadOf(accessToken);
  if (claims === undefined) return 'not-a-jwt';
  // Cognito names the client where it names no audience.
  const { aud = claims.client_id } = claims;
  return [aud].flat().includes(audience) ? undefined : 'other-audience';
}
