import type { Provider } from '../../oauth/provider.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import { customProvider } from '../../providers/custom.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { PinnedApp } from './pinned-app.ts';
import { provedCustom } from './proved-custom.ts';
import { readApp } from './read-app.ts';

type FindProviderPorts = Pick<Ports, 'catalogue' | 'apps' | 'vault'>;

/**
 * Finds an app's provider: in the catalogue, or in the app's record for a workspace's own one. Undefined: it does not
 * exist. Throws VaultError, or ForeignDestination for a description that this release does not take.
 */
export async function findProvider(ports: FindProviderPorts, app: PinnedApp): Promise<Provider | undefined> {
  const known = ports.catalogue.get(app.provider);
  if (known || !isCustom(app.provider)) return known;
  const record = await readApp(ports, app);
  const custom = record && provedCustom(ports.catalogue, record);
  return custom && customProvider(app.provider, custom, record.variables);
}

/** Whether a provider id names a workspace's own provider (`custom~name`). */
export function isCustom(provider: string): boolean {
  return provider.startsWith('custom~');
}

/** What a connection stores of its custom provider, since the injector reads no apps. */
export type CustomApi = Pick<Connection, 'apiHosts' | 'tokenHeader'>;

/**
 * The API of a custom provider: its hosts with the values of the app, and the header that carries the token where it is another
 * one than usual. Empty: not a custom provider. Pure.
 */
export function customApiOf({ api }: Provider, { provider, variables = {} }: PinnedApp): CustomApi {
  if (!isCustom(provider)) return {};
  const { hosts, header, authorization: value } = api;
  return {
    apiHosts: hosts.map((host) => fill(host, variables)),
    ...(header !== undefined && { tokenHeader: { name: header, value } }),
  };
}
