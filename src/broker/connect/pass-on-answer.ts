import { isAuthorizationResponse } from '../../oauth/authorization-response.ts';

/**
 * What the callback does with the redirect of a provider: the fragment that the dashboard's page gets, or undefined for what is
 * no authorization response by its form. Pure: whatever the state is, nothing is read or written (T001, T002).
 */
export function passedOn(answer: {
  /** Of the path of the redirect URI. */
  provider: string;
  owner: string;
  /** The raw query. A provider's proof can be over its exact bytes. */
  query: string;
}): string | undefined {
  if (!isAuthorizationResponse(answer.query)) return undefined;
  const query = Buffer.from(answer.query).toString('base64url');
  return new URLSearchParams({ ...answer, query }).toString();
}
