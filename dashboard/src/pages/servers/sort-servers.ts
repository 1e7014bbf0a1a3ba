/** The search, the filters and the order of the list of servers. Pure. */
import type { Connection, Provider, Server } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { registeredUrl, takesAddress } from '../../servers/kind-of-server.ts';

export type ServerFilter = {
  search: string;
  provider: string;
  state: '' | 'ready' | 'attention';
};

export interface SortedServers {
  /** The servers that the workspace registered, gave an address, or has a connection for. */
  ofWorkspace: Server[];
  /** The other servers of the catalogue. */
  others: Server[];
}

/** `catalogueUrl`: the address that the catalogue has of a server. */
export function sortedServers(
  servers: Server[],
  connections: Connection[],
  catalogueUrl: (server: Server) => string | undefined,
): SortedServers {
  const live = connections.filter(({ status }) => status !== 'disconnected');
  const connected = new Set(live.map(({ provider }) => provider));
  const isOfWorkspace = (server: Server) => {
    if (server.source !== 'catalogue') return true;
    if (server.reason === 'no_address') return false;
    const isPlaced = registeredUrl(server) !== undefined && takesAddress(server, catalogueUrl(server));
    return isPlaced || connected.has(server.provider);
  };
  const groups = Object.groupBy(servers, (each) => (isOfWorkspace(each) ? 'ofWorkspace' : 'others'));
  const { ofWorkspace = [], others = [] } = groups;
  return {
    ofWorkspace: ofWorkspace.toSorted((one, other) => urgency(one) - urgency(other) || byName(one, other)),
    others: others.toSorted(byName),
  };
}

/** Without the servers that need an address or an OAuth app first, because nobody can add one to a personal workspace. */
export function usableInPersonal(
  { ofWorkspace, others }: SortedServers,
  providers: Provider[],
): SortedServers {
  const connectable = new Set(providers.filter(isConnectable).map(({ id }) => id));
  const hasAddress = ({ reason }: Server) => reason !== 'no_address';
  return {
    ofWorkspace: ofWorkspace.filter(hasAddress),
    others: others.filter((each) => hasAddress(each) && connectable.has(each.provider)),
  };
}

/**
 * Servers whose account must be connected again come first, then added servers that are not ready, then ready servers. The rest of the
 * catalogue comes last: many of its servers need permissions that nobody wants to give.
 */
function urgency({ connected, reason, source }: Server): number {
  if (reason === 'reauthorization_required') return 0;
  if (!connected && source !== 'catalogue') return 1;
  return connected ? 2 : 3;
}

function byName(one: Server, other: Server): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}

export function matches(
  server: Server,
  { search, provider, state }: ServerFilter,
  textOf: (server: Server) => string,
): boolean {
  return (
    (provider === '' || server.provider === provider) &&
    (state === '' || server.connected === (state === 'ready')) &&
    textOf(server).toLowerCase().includes(search.trim().toLowerCase())
  );
}

/** The filter in the address of the page, so that a person can send the link of a filtered list. */
export function filterOf(query: URLSearchParams): ServerFilter {
  const state = query.get('state');
  return {
    search: query.get('search') ?? '',
    provider: query.get('provider') ?? '',
    state: state === 'ready' || state === 'attention' ? state : '',
  };
}
