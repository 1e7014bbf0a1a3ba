/** Apps as they may be used: a row is input, and its seal proves what it says of the app. */
import { VERIFIED } from '../../contract/identifiers.ts';
import { appDestination } from '../destination.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import { appPlace } from '../sealed-places.ts';
import type { AppKey } from '../stores.ts';
import type { PinnedApp } from './pinned-app.ts';

type ReadAppPorts = Pick<Ports, 'apps' | 'vault'>;

/**
 * Reads the pinned version of an app and proves it. Undefined: it was deleted, also where another app has its number now
 * (invariant I3). Throws VaultError for a row that nobody with a key wrote so.
 */
export async function readApp(
  ports: ReadAppPorts,
  { provider, appOwner: owner, appVersion: version, appUid, clientId }: PinnedApp,
): Promise<OAuthApp | undefined> {
  const key = { owner, provider, version };
  const app = await ports.apps.read(key);
  if (app?.uid !== appUid || app.clientId !== clientId) return undefined;
  return provedApp(ports, key, app);
}

/** Like {@link readApp}, with one request to the table however often the app is asked for. */
export function readAppOnce(ports: ReadAppPorts, pinned: PinnedApp): () => Promise<OAuthApp | undefined> {
  let reading: Promise<OAuthApp | undefined> | undefined;
  return () => {
    reading ??= readApp(ports, pinned);
    return reading;
  };
}

/** The owner's newest app for a provider, proved. Undefined: there is none. Throws VaultError. */
export async function newestApp(
  ports: ReadAppPorts,
  owner: string,
  provider: string,
): Promise<OAuthApp | undefined> {
  const app = await ports.apps.newest(owner, provider);
  return app && provedApp(ports, { owner, provider, version: app.version }, app);
}

async function provedApp({ vault }: ReadAppPorts, key: AppKey, app: OAuthApp): Promise<OAuthApp> {
  await vault.open(appPlace(key, 'seal', appDestination(app)), app.seal);
  return app;
}

/** Whether the pinned app was deleted, or its deletion began. Throws VaultError. */
export async function isAppWithdrawn(ports: ReadAppPorts, pinned: PinnedApp): Promise<boolean> {
  // Verified apps are the platform's: an operator adds versions and deletes none.
  if (pinned.appOwner === VERIFIED) return false;
  const app = await readApp(ports, pinned);
  return app === undefined || app.deletingAt !== undefined;
}
