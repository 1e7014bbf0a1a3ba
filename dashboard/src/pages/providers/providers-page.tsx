import type { Connection, Provider } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { SearchField } from '../../parts/fields.tsx';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { counted, grouped, isFound } from './group-providers.ts';
import { ProviderGroup } from './provider-group.tsx';

export default function ProvidersPage({ query }: PageProps) {
  const { data, to, isManager } = useHere();
  const loaded = useResource(data.providers);
  const connections = useResource(data.connections).value ?? [];
  return (
    <>
      <PageHead
        title="Providers"
        lead="Choose whose account MCP servers shall be able to use."
        actions={
          isManager && (
            <Link class="button" to={to({ page: 'add-provider' })}>
              Add a provider of your own
            </Link>
          )
        }
      />
      <Shown loaded={loaded} onTryAgain={() => void data.providers.reload()} rows={8}>
        {(providers) => <Groups {...{ providers, connections, query }} />}
      </Shown>
    </>
  );
}

const SEARCH = {
  read: (query: URLSearchParams) => query.get('search') ?? '',
  write: (search: string): URLSearchParams => new URLSearchParams(search === '' ? {} : { search }),
};

function Groups(props: { providers: Provider[]; connections: Connection[]; query: URLSearchParams }) {
  const { isManager, isPersonal } = useHere();
  const [search, setSearch] = useFilter(props.query, SEARCH);
  const countOf = counted(props.connections);
  const found = props.providers.filter((provider) => isFound(provider, search));
  const { ready, ownApp, remote } = grouped(found, countOf);
  return (
    <div class="stack">
      <search class="filters">
        <SearchField label="Search providers and products" value={search} onChange={setSearch} />
      </search>
      <p class="visually-hidden" role="status">
        {found.length === 1 ? '1 provider' : `${found.length} providers`}
      </p>
      {found.length === 0 && <NothingFound search={search} />}
      <ProviderGroup
        title="Ready to connect"
        lead={
          isPersonal
            ? 'You connect an account of yours, and nobody else uses it.'
            : 'Anybody of this workspace can connect an account.'
        }
        providers={ready}
        countOf={countOf}
      />
      <ProviderGroup
        title={isPersonal ? 'Not in Personal' : 'With your own OAuth app'}
        lead={
          isPersonal
            ? 'There is no verified app for them, and a personal workspace has no apps of its own.'
            : isManager
              ? 'You register an OAuth app at the provider once. Then anybody of this workspace can connect.'
              : 'An admin registers an OAuth app at the provider once. Then you can connect.'
        }
        providers={ownApp}
        countOf={countOf}
      />
      <ProviderGroup
        title="Remote MCP servers"
        lead="They were added by their address, and sign people in themselves. Each is connected at its own page."
        providers={remote}
        countOf={countOf}
      />
    </div>
  );
}

function NothingFound({ search }: { search: string }) {
  const { isManager, isPersonal, to } = useHere();
  return (
    <Empty title={`No provider matches “${search}”`}>
      {isManager ? (
        <p>
          Any provider that speaks OAuth can be added: <Link to={to({ page: 'add-provider' })}>Add it</Link>,
          or <Link to={to({ page: 'add-server' })}>add a remote MCP server</Link> by its address.
        </p>
      ) : isPersonal ? (
        <p>A personal workspace has the providers of the catalogue alone.</p>
      ) : (
        <p>An admin of the workspace can add a provider, or a remote MCP server by its address.</p>
      )}
    </Empty>
  );
}
