import type { ReadAccount } from '../../oauth/provider.ts';
import { isCustom } from '../apps/find-provider.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import type { Ports } from '../ports.ts';
import { accountHash } from '../sealed-places.ts';

/** Who shares a grant: the same account at the same provider, through the same client of the same environment. */
export function accountKeyOf(
  { settings }: Pick<Ports, 'settings'>,
  app: PinnedApp,
  account: ReadAccount,
): string {
  // A provider of a workspace's own is nobody else's, whatever its name: another could answer with the same account.
  const provider = isCustom(app.provider) ? `${app.appOwner}/${app.provider}` : app.provider;
  return accountHash(['grant', settings.environment, provider, app.clientId, account.id]);
}

/** Recognises an account again within one connection, whichever app it consents through. */
export function accountFingerprint(
  { settings }: Pick<Ports, 'settings'>,
  provider: string,
  account: ReadAccount,
): string {
  return accountHash(['account', settings.environment, provider, account.id]);
}
