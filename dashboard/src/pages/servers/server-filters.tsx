import type { Server } from '../../api/types.ts';
import { ValueFilter } from '../../filters/value-filter.tsx';
import { SearchField, SelectField } from '../../parts/fields.tsx';
import type { ServerFilter } from './sort-servers.ts';

interface Props {
  servers: Server[];
  filter: ServerFilter;
  nameOf: (provider: string) => string;
  onChange: (filter: ServerFilter) => void;
}

export function ServerFilters({ servers, filter, nameOf, onChange }: Props) {
  return (
    <search class="filters">
      <SearchField
        label="Search servers"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <ValueFilter
        label="Provider"
        value={filter.provider}
        known={servers.map(({ provider }) => provider)}
        words={nameOf}
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
