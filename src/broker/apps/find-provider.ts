import type { Provider } from '../../oauth/provider.ts';
import { customProvider } from '../../providers/custom.ts';
import type { Ports } from '../ports.ts';
import type { PinnedApp } from './pinned-app.ts';

/** The provider of an app: the catalogue's, or the workspace's own, which its app's record describes. */
export async function findProvider(
  { catalogue, apps }: Pick<Ports, 'catalogue' | 'apps'>,
  app: Pick<PinnedApp, 'provider' | 'appOwner' | 'appVersion'>,
): Promise<Provider | undefined> {
  const known = catalogue.get(app.provider);
  if (known || !isCustom(app.provider)) return known;
  const record = await apps.read({ owner: app.appOwner, provider: app.provider, version: app.appVersion });
  return record?.custom && customProvider(app.provider, record.custom);
}

export function isCustom(provider: string): boolean {
  return provider.startsWith('custom~');
}

/** A connection keeps them, since the injector reads no apps. Undefined for providers of the catalogue. */
export async function customApiHosts(
  ports: Pick<Ports, 'catalogue' | 'apps'>,
  app: Pick<PinnedApp, 'provider' | 'appOwner' | 'appVersion'>,
): Promise<string[] | undefined> {
  return isCustom(app.provider) ? (await findProvider(ports, app))?.api.hosts : undefined;
}
