import type { Settings } from '../ports.ts';

/**
 * Returns the redirect URI of a provider and an app owner (`verified` or a workspace id). Each pair has its own, so a
 * code for one app is never taken for a code of another (RFC 9700 section 4.4).
 */
export function redirectUri(
  { apiOrigin }: Pick<Settings, 'apiOrigin'>,
  provider: string,
  owner: string,
): string {
  return `${apiOrigin}/oauth/callback/${provider}/${owner}`;
}
