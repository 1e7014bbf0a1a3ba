import type { Server } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { useResource } from '../../data/resource.ts';
import { addressOfFilter } from '../../filters/filter-address.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { Empty, Placeholders } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';
import { ServerFilters } from './server-filters.tsx';
import { ServerRow } from './server-row.tsx';
import { filterOf, matches, sortedServers } from './sort-servers.ts';

/** The servers of the workspace, and below them what else the catalogue has. */
export function ServerLists({ servers, query }: { servers: Server[]; query: URLSearchParams }) {
  const { data, isPersonal } = useHere();
  const providers = useResource(data.providers).value;
  const connections = useResource(data.connections).value;
  const [filter, setFilter] = useFilter(query, { read: filterOf, write: addressOfFilter });
  const nameOf = namesOf(providers);
  // Both lists depend on both, and a list whose rows change places would be misread.
  if (providers === undefined || connections === undefined) return <Placeholders rows={7} />;
  const accounts = new Map(
    connections.filter(({ status }) => status !== 'disconnected').map((each) => [each.id, each]),
  );
  const catalogueUrls = new Map(providers.flatMap((each) => each.servers.map(({ id, url }) => [id, url])));
  const textOf = (server: Server) => {
    const account = accounts.get(server.connectionId);
    return [server.id, server.name, nameOf(server.provider), server.url, account && accountOf(account)].join(
      ' ',
    );
  };
  const found = servers.filter((each) => matches(each, filter, textOf));
  const { ofWorkspace, others: further } = sortedServers(found, connections, ({ id }) =>
    catalogueUrls.get(id),
  );
  // Nobody can bring an app for the others there.
  const connectable = new Set(providers.filter(isConnectable).map(({ id }) => id));
  const others = isPersonal ? further.filter(({ provider }) => connectable.has(provider)) : further;
  const row = (server: Server) => (
    <ServerRow
      key={server.id}
      server={server}
      connection={accounts.get(server.connectionId)}
      providerName={nameOf(server.provider)}
    />
  );
  return (
    <div class="stack">
      <ServerFilters {...{ servers, filter, nameOf }} onChange={setFilter} />
      <p class="visually-hidden" role="status">
        {found.length === 1 ? '1 server' : `${found.length} servers`}
      </p>
      {found.length === 0 && <NoneFound hasAny={servers.length > 0} />}
      {ofWorkspace.length > 0 && (
        <Panel
          title={isPersonal ? 'Servers for your accounts' : 'Servers of this workspace'}
          class="server-list"
        >
          <ul class="rows">{ofWorkspace.map(row)}</ul>
        </Panel>
      )}
      {others.length > 0 && (
        <Panel
          title="Further servers of the catalogue"
          lead={
            isPersonal
              ? 'Each can be used as soon as you connect an account.'
              : 'Each can be used as soon as an account is connected, and an admin has said where it is if it has no address.'
          }
          class="server-list"
        >
          <ul class="rows">{others.map(row)}</ul>
        </Panel>
      )}
    </div>
  );
}

function NoneFound({ hasAny }: { hasAny: boolean }) {
  const { isPersonal } = useHere();
  return hasAny ? (
    <Empty title="No server matches">
      <p>Another word or filter may find it.</p>
    </Empty>
  ) : (
    <Empty title="There is no server yet">{!isPersonal && <p>An admin adds one by its address.</p>}</Empty>
  );
}
