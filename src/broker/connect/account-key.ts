import type { ReadAccount } from '../../oauth/provider.ts';
import { isCustom } from '../apps/find-provider.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import type { Ports } from '../ports.ts';
import { accountHash } from '../sealed-places.ts';

/**
 * The key of connections that share a grant: the same account of the same provider and client in the same environment.
 */
export function accountKeyOf(
  { settings }: Pick<Ports, 'settings'>,
  app: PinnedApp,
  account: ReadAccount,
): string {
  // A custom provider belongs to one workspace: another one of the same name could answer with the same account.
  const provider = isCustom(app.provider) ? `${app.appOwner}/${app.provider}` : app.provider;
  return accountHash(['grant', settings.environment, provider, app.clientId, account.id]);
}

/** A hash that recognises an account again within one connection, also when the app is another one. */
export function accountFingerprint(
  { settings }: Pick<Ports, 'settings'>,
  provider: string,
  account: ReadAccount,
): string {
  return accountHash(['account', settings.environment, provider, account.id]);
}
