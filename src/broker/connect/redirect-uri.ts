import type { Settings } from '../ports.ts';

/**
 * A distinct redirect URI per provider and per app owner, so that a code meant for one app can never be taken for
 * another's (RFC 9700 section 4.4). `owner` is `verified` or the workspace.
 */
export function redirectUri(
  { apiOrigin }: Pick<Settings, 'apiOrigin'>,
  provider: string,
  owner: string,
): string {
  return `${apiOrigin}/oauth/callback/${provider}/${owner}`;
}
