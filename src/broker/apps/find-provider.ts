import { RemoteClient } from '../../contract/servers/remote-server.ts';
import type { Provider } from '../../oauth/provider.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import { customProvider } from '../../providers/custom.ts';
import { remoteProvider } from '../../providers/remote/remote-provider.ts';
import type { Ports } from '../ports.ts';
import type { Connection, OAuthApp } from '../records.ts';
import { ForeignDestination } from './foreign-destination.ts';
import type { PinnedApp } from './pinned-app.ts';
import { provedCustom } from './proved-custom.ts';
import { isCustom, isRemote } from './provider-kinds.ts';
import { readApp } from './read-app.ts';

type FindProviderPorts = Pick<Ports, 'catalogue' | 'apps' | 'vault'>;

/**
 * Finds an app's provider: in the catalogue, or in the app's record for a workspace's own one. `read` returns that record, for
 * a caller who needs it too. Undefined: it does not exist. Throws VaultError, or ForeignDestination for a description that this
 * release does not take.
 */
export async function findProvider(
  ports: FindProviderPorts,
  app: PinnedApp,
  read = () => readApp(ports, app),
): Promise<Provider | undefined> {
  const known = ports.catalogue.get(app.provider);
  if (known || !(isCustom(app.provider) || isRemote(app.provider))) return known;
  const record = await read();
  if (isRemote(app.provider)) return record && remoteProviderOf(record);
  const custom = record && provedCustom(ports.catalogue, record);
  return custom && customProvider(app.provider, custom, record.variables);
}

/** The seal proves the row; an older release may have stored what this one refuses. Throws {@link ForeignDestination}. */
function remoteProviderOf({ provider, remote }: OAuthApp): Provider {
  const parsed = RemoteClient.safeParse(remote);
  if (!parsed.success) throw new ForeignDestination();
  return remoteProvider(provider, parsed.data);
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
