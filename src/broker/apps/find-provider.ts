import type { Provider } from '../../oauth/provider.ts';
import { customProvider } from '../../providers/custom.ts';
import type { Ports } from '../ports.ts';
import type { PinnedApp } from './pinned-app.ts';

/**
 * Finds an app's provider: in the catalogue, or in the app's record for a workspace's own one. Undefined: it does not
 * exist.
 */
export async function findProvider(
  { catalogue, apps }: Pick<Ports, 'catalogue' | 'apps'>,
  app: Pick<PinnedApp, 'provider' | 'appOwner' | 'appVersion'>,
): Promise<Provider | undefined> {
  const known = catalogue.get(app.provider);
  if (known || !isCustom(app.provider)) return known;
  const record = await apps.read({ owner: app.appOwner, provider: app.provider, version: app.appVersion });
  return record?.custom && customProvider(app.provider, record.custom);
}

/** Whether a provider id names a workspace's own provider (`custom~name`). */
export function isCustom(provider: string): boolean {
  return provider.startsWith('custom~');
}

/**
 * The API hosts of a custom provider. A connection stores them, since the injector reads no apps. Undefined: not a
 * custom provider.
 */
export async function customApiHosts(
  ports: Pick<Ports, 'catalogue' | 'apps'>,
  app: Pick<PinnedApp, 'provider' | 'appOwner' | 'appVersion'>,
): Promise<string[] | undefined> {
  return isCustom(app.provider) ? (await findProvider(ports, app))?.api.hosts : undefined;
}
