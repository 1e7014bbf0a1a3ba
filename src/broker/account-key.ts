import type { ReadAccount } from '../oauth/provider.ts';
import type { PinnedApp } from './oauth-app-credentials.ts';
import type { Ports } from './ports.ts';
import { accountHash } from './sealed-places.ts';

/** Who shares a grant: the same account at the same provider, through the same client of the same environment. */
export function accountKeyOf(
  { settings }: Pick<Ports, 'settings'>,
  app: PinnedApp,
  account: ReadAccount,
): string {
  return accountHash(['grant', settings.environment, app.provider, app.clientId, account.id]);
}

/** Recognises an account again within one connection, whichever app it consents through. */
export function accountFingerprint(
  { settings }: Pick<Ports, 'settings'>,
  provider: string,
  account: ReadAccount,
): string {
  return accountHash(['account', settings.environment, provider, account.id]);
}
