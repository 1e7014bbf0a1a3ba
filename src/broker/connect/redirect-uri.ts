import { remoteRedirectUri } from '../../oauth/remote/client-document.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { isRemote } from '../apps/provider-kinds.ts';
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

/** The redirect URI of an app: that of a remote server's client has its instance in the place of provider and owner. */
export function redirectUriOf(
  settings: Pick<Settings, 'apiOrigin'>,
  { provider, appOwner, variables }: Pick<PinnedApp, 'provider' | 'appOwner' | 'variables'>,
): string {
  const instance = isRemote(provider) ? variables?.instance : undefined;
  return instance === undefined
    ? redirectUri(settings, provider, appOwner)
    : remoteRedirectUri(settings.apiOrigin, instance);
}
