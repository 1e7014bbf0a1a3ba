/** The list of providers: what is searched, and in which groups it stands. Pure. */
import type { Connection, Provider } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';

export interface ProviderGroups {
  /** A member can connect them now. */
  ready: Provider[];
  /** They need an OAuth app of the workspace first. */
  ownApp: Provider[];
  /** MCP servers that a workspace registered by their address. */
  remote: Provider[];
}

/** Each group by name, those with accounts first. */
export function grouped(providers: Provider[], countOf: (id: string) => number): ProviderGroups {
  const sorted = providers.toSorted(
    (one, other) =>
      Number(countOf(other.id) > 0) - Number(countOf(one.id) > 0) || one.name.localeCompare(other.name),
  );
  const isRemote = ({ id }: Provider) => id.startsWith('remote~');
  const own = sorted.filter((provider) => !isRemote(provider));
  return {
    ready: own.filter(isConnectable),
    ownApp: own.filter((provider) => !isConnectable(provider)),
    remote: sorted.filter(isRemote),
  };
}

export function isFound({ id, name, apps }: Provider, search: string): boolean {
  const text = [id, name, ...apps.map((product) => product.name)].join(' ').toLowerCase();
  return text.includes(search.trim().toLowerCase());
}

/** How many accounts of each provider are connected. */
export function counted(connections: Connection[]): (id: string) => number {
  const live = connections.filter(({ status }) => status !== 'disconnected');
  const byProvider = Map.groupBy(live, ({ provider }) => provider);
  return (id) => byProvider.get(id)?.length ?? 0;
}

/** What can be connected of it, in a few words. A product that is named like its provider is not worth a line. */
export function productsOf({ name, apps }: Pick<Provider, 'name' | 'apps'>): string {
  const names = apps
    .filter((product) => !name.includes(product.name))
    .map((product) => withoutPrefix(product.name, `${name} `));
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** "Hosted MCP servers" of "Salesforce hosted MCP servers". */
function withoutPrefix(text: string, prefix: string): string {
  if (!text.startsWith(prefix)) return text;
  const rest = text.slice(prefix.length);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
