import type { Connection } from '../../api/types.ts';
import { ValueFilter } from '../../filters/value-filter.tsx';
import { SearchField, SelectField } from '../../parts/fields.tsx';
import { STATUS_WORDS } from '../../words/connection-words.ts';
import type { ConnectionFilter } from './sort-connections.ts';

interface Props {
  connections: Connection[];
  filter: ConnectionFilter;
  nameOf: (provider: string) => string;
  people: (subject: string) => string;
  onChange: (filter: ConnectionFilter) => void;
}

export function ConnectionFilters({ connections, filter, nameOf, people, onChange }: Props) {
  const statuses = Object.entries(STATUS_WORDS).map(([status, { label }]) => [status, label] as const);
  return (
    <search class="filters">
      <SearchField
        label="Search connections"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <ValueFilter
        label="Provider"
        value={filter.provider}
        known={connections.map(({ provider }) => provider)}
        words={nameOf}
        onChange={(provider) => onChange({ ...filter, provider })}
      />
      <SelectField
        label="Status"
        value={filter.status}
        choices={[['', 'All'], ['attention', 'Needs a person'], ...statuses]}
        onChange={(status) => onChange({ ...filter, status: status as ConnectionFilter['status'] })}
      />
      <ValueFilter
        label="Connected by"
        all="Everybody"
        value={filter.owner}
        known={connections.map(({ connectedBy }) => connectedBy)}
        words={people}
        onChange={(owner) => onChange({ ...filter, owner })}
      />
    </search>
  );
}
