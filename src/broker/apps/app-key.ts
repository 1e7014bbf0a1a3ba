/** One string for one version of an app, as the due index projects it and the app health item is keyed by it. */
import { AppOwner, ProviderId } from '../../contract/identifiers.ts';
import type { AppKey } from '../stores.ts';

/** Canonical decimal, so that no two strings name the same version; ten digits is what its sort key holds. */
const VERSION = /^(0|[1-9][0-9]{0,9})$/;

/** `owner/provider/version`. */
export function appKeyOf({ owner, provider, version }: AppKey): string {
  return `${owner}/${provider}/${version}`;
}

/** The inverse of {@link appKeyOf}; undefined for anything that it cannot have made of well-formed parts. */
export function parseAppKey(appKey: string): AppKey | undefined {
  const [owner, provider, version, ...rest] = appKey.split('/');
  if (owner === undefined || provider === undefined || version === undefined || rest.length > 0) return;
  const wellFormed =
    AppOwner.safeParse(owner).success && ProviderId.safeParse(provider).success && VERSION.test(version);
  return wellFormed ? { owner, provider, version: Number(version) } : undefined;
}
