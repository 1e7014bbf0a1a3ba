import type { Provider } from '../../oauth/provider.ts';
import { customProvider } from '../../providers/custom.ts';
import type { Ports } from '../ports.ts';
import type { PinnedApp } from './pinned-app.ts';
import { readApp } from './read-app.ts';

type FindProviderPorts = Pick<Ports, 'catalogue' | 'apps' | 'vault'>;

/**
 * Finds an app's provider: in the catalogue, or in the app's record for a workspace's own one. Undefined: it does not
 * exist. Throws VaultError.
 */
export async function findProvider(ports: FindProviderPorts, app: PinnedApp): Promise<Provider | undefined> {
  const known = ports.catalogue.get(app.provider);
  if (known || !isCustom(app.provider)) return known;
  const record = await readApp(ports, app);
  return record?.custom && customProvider(app.provider, record.custom);
}

/** Whether a provider id names a workspace's own provider (`custom~name`). */
export function isCustom(provider: string): boolean {
  return provider.startsWith('custom~');
}

/**
 * The API hosts of a custom provider. A connection stores them, since the injector reads no apps. Undefined: not a
 * custom provider. Throws VaultError.
 */
export async function customApiHosts(
  ports: FindProviderPorts,
  app: PinnedApp,
): Promise<string[] | undefined> {
  return isCustom(app.provider) ? (await findProvider(ports, app))?.api.hosts : undefined;
}
