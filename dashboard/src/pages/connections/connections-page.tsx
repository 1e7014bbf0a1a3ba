import type { Connection } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { addressOfFilter } from '../../filters/filter-address.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ThisWorkspace } from '../../parts/workspace-name.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';
import { ConnectionFilters } from './connection-filters.tsx';
import { ConnectionRow } from './connection-row.tsx';
import { FormerConnections } from './former-connections.tsx';
import { filterOf, matches, sorted } from './sort-connections.ts';

/** Filters are shown from this number of connections on. */
const FILTERS_FROM = 6;

export default function ConnectionsPage({ query }: PageProps) {
  const { data, to } = useHere();
  const loaded = useResource(data.connections);
  return (
    <>
      <PageHead
        title="Connections"
        lead={
          <>
            Accounts that MCP servers can use for <ThisWorkspace />.
          </>
        }
        actions={
          <Link class="button primary" to={to({ page: 'providers' })}>
            Connect an account
          </Link>
        }
      />
      <Shown loaded={loaded} onTryAgain={() => void data.connections.reload()} rows={6}>
        {(connections) => <Lists connections={connections} query={query} />}
      </Shown>
    </>
  );
}

function Lists({ connections, query }: { connections: Connection[]; query: URLSearchParams }) {
  const { data } = useHere();
  const nameOf = namesOf(useResource(data.providers).value);
  const people = usePeople();
  const [filter, setFilter] = useFilter(query, { read: filterOf, write: addressOfFilter });
  const textOf = (each: Connection) =>
    [
      each.id,
      each.name ?? '',
      titleOf(each, nameOf(each.provider)),
      accountOf(each),
      people(each.connectedBy),
    ].join(' ');
  const found = sorted(connections, nameOf).filter((each) => matches(each, filter, textOf));
  const current = found.filter(({ status }) => status !== 'disconnected');
  const former = found.filter(({ status }) => status === 'disconnected');
  if (connections.length === 0) return <NothingConnected />;
  return (
    <div class="stack">
      {connections.length >= FILTERS_FROM && (
        <ConnectionFilters {...{ connections, filter, nameOf, people }} onChange={setFilter} />
      )}
      <p class="visually-hidden" role="status">
        {current.length === 1 ? '1 connection' : `${current.length} connections`}
      </p>
      {current.length > 0 ? (
        <ul class="panel rows connection-rows" aria-label="Connections">
          {current.map((connection) => (
            <ConnectionRow key={connection.id} {...{ connection, nameOf, people }} />
          ))}
        </ul>
      ) : (
        <Empty
          title={former.length === connections.length ? 'Nothing is connected now' : 'No connection matches'}
        />
      )}
      {former.length > 0 && <FormerConnections connections={former} nameOf={nameOf} people={people} />}
    </div>
  );
}

function NothingConnected() {
  const { to } = useHere();
  return (
    <Empty title="No account is connected yet">
      <p>Connect an account once. Every MCP server for that provider can then use it.</p>
      <p>
        <Link class="button primary" to={to({ page: 'providers' })}>
          Choose a provider
        </Link>
      </p>
    </Empty>
  );
}
