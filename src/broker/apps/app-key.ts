/** One string for one version of an app: the due index projects it, and it is the key of the app's health. */
import { APP_OWNER, is, PROVIDER_ID } from '../../contract/identifiers.ts';
import type { AppKey } from '../stores.ts';
import type { PinnedApp } from './pinned-app.ts';

/** Canonical decimal, so that no two strings name the same version. The sort key holds ten digits. */
const VERSION = /^(0|[1-9][0-9]{0,9})$/;

/** Returns `owner/provider/version`. */
export function appKeyOf({ owner, provider, version }: AppKey): string {
  return `${owner}/${provider}/${version}`;
}

/** The key of the app that a row pins. */
export function pinnedAppKey({
  appOwner: owner,
  provider,
  appVersion: version,
}: Pick<PinnedApp, 'appOwner' | 'provider' | 'appVersion'>): string {
  return appKeyOf({ owner, provider, version });
}

/** The inverse of {@link appKeyOf}. Undefined: `appKey` is not made of well-formed parts. */
export function parseAppKey(appKey: string): AppKey | undefined {
  const [owner, provider, version, ...rest] = appKey.split('/');
  if (owner === undefined || provider === undefined || version === undefined || rest.length > 0) return;
  const wellFormed = is(APP_OWNER, owner) && is(PROVIDER_ID, provider) && VERSION.test(version);
  return wellFormed ? { owner, provider, version: Number(version) } : undefined;
}
