/** With whose OAuth app a consent is made, where a person can choose. */
import type { Connection, Provider, StartRequest } from '../api/types.ts';

export type AppOwner = NonNullable<StartRequest['app']>;
const APP_OWNERS: readonly AppOwner[] = ['verified', 'workspace'];

/** Whose apps there can be: a personal workspace owns none. Pure. */
export function ownersAt(isPersonal: boolean): readonly AppOwner[] {
  return isPersonal ? ['verified'] : APP_OWNERS;
}

type AppsOfProvider = Pick<Provider, 'verifiedApp' | 'ownApp'>;

/** Whether a consent can use the app of this owner. The API decides again when the consent starts. Pure. */
export function isAppAvailable({ verifiedApp, ownApp }: AppsOfProvider, owner: AppOwner): boolean {
  return owner === 'verified' ? verifiedApp === 'available' : ownApp === 'registered';
}

/** The app that was chosen, unless it went away meanwhile. Pure. */
export function appStill(provider: AppsOfProvider, chosen: AppOwner | undefined): AppOwner | undefined {
  return chosen !== undefined && isAppAvailable(provider, chosen) ? chosen : firstApp(provider);
}

/**
 * The app that is chosen when the page opens: the one that the connection was made with, else the verified one, else the
 * workspace's. Undefined: there is none. Pure.
 */
export function firstApp(
  provider: AppsOfProvider,
  connection?: Pick<Connection, 'app'>,
): AppOwner | undefined {
  const wanted = connection === undefined ? APP_OWNERS : [connection.app.owner, ...APP_OWNERS];
  return wanted.find((owner) => isAppAvailable(provider, owner));
}
