import type { Server } from '../../api/types.ts';
import { SearchField, SelectField } from '../../parts/fields.tsx';
import type { ServerFilter } from './sort-servers.ts';

interface Props {
  servers: Server[];
  filter: ServerFilter;
  nameOf: (provider: string) => string;
  onChange: (filter: ServerFilter) => void;
}

export function ServerFilters({ servers, filter, nameOf, onChange }: Props) {
  const providers = [...new Set(servers.map(({ provider }) => provider))]
    .map((id) => [id, nameOf(id)] as const)
    .sort(([, one], [, other]) => one.localeCompare(other));
  return (
    <search class="filters">
      <SearchField
        label="Search servers"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <SelectField
        label="Provider"
        value={filter.provider}
        choices={[['', 'All'], ...providers]}
        onChange={(provider) => onChange({ ...filter, provider })}
      />
      <SelectField
        label="State"
        value={filter.state}
        choices={[
          ['', 'All'],
          ['ready', 'Ready'],
          ['attention', 'Needs something'],
        ]}
        onChange={(state) => onChange({ ...filter, state: state as ServerFilter['state'] })}
      />
    </search>
  );
}
