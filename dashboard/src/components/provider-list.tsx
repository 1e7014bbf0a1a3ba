import { useState } from 'preact/hooks';
import type { Connection, Provider } from '../api.ts';
import { ProviderTile } from './provider-tile.tsx';

/** A search field is shown from this number of providers on. */
const SEARCH_FROM = 8;

interface Props {
  providers: Provider[] | undefined;
  isFailed: boolean;
  connections: Connection[];
  onConnect: (provider: Provider) => void;
}

export function ProviderList({ providers, isFailed, connections, onConnect }: Props) {
  const [search, setSearch] = useState('');
  // Remote servers stand with the MCP servers.
  const found = providers
    ?.filter(({ id }) => !id.startsWith('remote~'))
    .filter((each) => matches(each, search));
  const countOf = (id: string) =>
    connections.filter(({ provider, status }) => provider === id && status !== 'disconnected').length;
  return (
    <section aria-labelledby="providers-heading" aria-busy={providers === undefined && !isFailed}>
      <div class="section-head">
        <h2 id="providers-heading">Connect an account</h2>
        {(providers?.length ?? 0) >= SEARCH_FROM && <SearchField value={search} onChange={setSearch} />}
      </div>
      {providers === undefined && isFailed && <p class="soft">The providers could not be loaded.</p>}
      {found?.length === 0 && <p class="soft">No provider matches “{search}”.</p>}
      <ul class="tiles">
        {found?.map((provider) => (
          <li key={provider.id}>
            <ProviderTile
              provider={provider}
              connected={countOf(provider.id)}
              onConnect={() => onConnect(provider)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  return (
    <label>
      <span class="visually-hidden">Search providers</span>
      <input
        type="search"
        placeholder="Search providers"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

function matches({ id, name, apps }: Provider, search: string): boolean {
  const text = [id, name, ...apps.map((product) => product.name)].join(' ').toLowerCase();
  return text.includes(search.trim().toLowerCase());
}
