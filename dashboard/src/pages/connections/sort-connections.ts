/** The search, the filters and the order of the list of connections. Pure. */
import type { Connection } from '../../api/types.ts';
import { attentionFor } from '../../words/attention.ts';

export type ConnectionFilter = {
  search: string;
  provider: string;
  status: '' | Connection['status'] | 'attention';
  owner: string;
};

/** The connections that need a person come first. Within both groups, the order is by name. */
export function sorted(connections: Connection[], nameOf: (provider: string) => string): Connection[] {
  const rank = (connection: Connection) => (attentionFor(connection) === undefined ? 1 : 0);
  const key = ({ id, provider }: Connection) => `${nameOf(provider)} ${id}`;
  return connections.toSorted((one, other) => rank(one) - rank(other) || key(one).localeCompare(key(other)));
}

export function matches(
  connection: Connection,
  { search, provider, status, owner }: ConnectionFilter,
  textOf: (connection: Connection) => string,
): boolean {
  return (
    (provider === '' || connection.provider === provider) &&
    (owner === '' || connection.connectedBy === owner) &&
    (status === '' ||
      (status === 'attention' ? attentionFor(connection) !== undefined : connection.status === status)) &&
    textOf(connection).toLowerCase().includes(search.trim().toLowerCase())
  );
}

/** The filter in the address of the page, so that a person can send the link of a filtered list. */
export function filterOf(query: URLSearchParams): ConnectionFilter {
  return {
    search: query.get('search') ?? '',
    provider: query.get('provider') ?? '',
    status: (query.get('status') ?? '') as ConnectionFilter['status'],
    owner: query.get('owner') ?? '',
  };
}
