/** The list of servers: what is searched, filtered, and in which order it stands. Pure. */
import type { Connection, Provider, Server } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { registeredUrl, takesAddress } from '../../servers/kind-of-server.ts';

export type ServerFilter = {
  search: string;
  provider: string;
  state: '' | 'ready' | 'attention';
};

export interface SortedServers {
  /** Those of its own, those to which it gave an address, and those whose provider it has connected. */
  ofWorkspace: Server[];
  /** What else the catalogue has. */
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

/** Without the servers that nobody can make usable there, because a personal workspace has neither addresses nor OAuth apps to give. */
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

/** What worked once and what an admin added need somebody first. Many servers of a provider lack permissions that nobody wants. */
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

/** Of the page's address, so that a filtered list can be sent. */
export function filterOf(query: URLSearchParams): ServerFilter {
  const state = query.get('state');
  return {
    search: query.get('search') ?? '',
    provider: query.get('provider') ?? '',
    state: state === 'ready' || state === 'attention' ? state : '',
  };
}
