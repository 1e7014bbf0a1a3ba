import type { Server } from '../../api/types.ts';
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
import { filterOf, matches, sortedServers, usableInPersonal } from './sort-servers.ts';

/** The servers of the workspace, and below them what else the catalogue has. */
export function ServerLists({ servers, query }: { servers: Server[]; query: URLSearchParams }) {
  const { data, isPersonal } = useHere();
  const providers = useResource(data.providers).value;
  const connections = useResource(data.connections).value;
  const [filter, setFilter] = useFilter(query, { read: filterOf, write: addressOfFilter });
  const nameOf = namesOf(providers);
  // Both lists depend on providers and connections: without them, rows would change places while a person reads.
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
  const sorted = sortedServers(servers, connections, ({ id }) => catalogueUrls.get(id));
  const usable = isPersonal ? usableInPersonal(sorted, providers) : sorted;
  const all = [...usable.ofWorkspace, ...usable.others];
  const isFound = (each: Server) => matches(each, filter, textOf);
  const [ofWorkspace, others] = [usable.ofWorkspace.filter(isFound), usable.others.filter(isFound)];
  const found = ofWorkspace.length + others.length;
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
      <ServerFilters servers={all} {...{ filter, nameOf }} onChange={setFilter} />
      <p class="visually-hidden" role="status">
        {found === 1 ? '1 server' : `${found} servers`}
      </p>
      {found === 0 && <NoneFound hasAny={all.length > 0} />}
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
