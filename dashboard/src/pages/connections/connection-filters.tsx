import type { Connection } from '../../api/types.ts';
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
  const unique = (values: string[]) => [...new Set(values)].sort();
  const providers = unique(connections.map(({ provider }) => provider));
  const owners = unique(connections.map(({ connectedBy }) => connectedBy));
  const statuses = Object.entries(STATUS_WORDS).map(([status, { label }]) => [status, label] as const);
  return (
    <search class="filters">
      <SearchField
        label="Search connections"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <SelectField
        label="Provider"
        value={filter.provider}
        choices={[['', 'All'], ...providers.map((id) => [id, nameOf(id)] as const)]}
        onChange={(provider) => onChange({ ...filter, provider })}
      />
      <SelectField
        label="Status"
        value={filter.status}
        choices={[['', 'All'], ['attention', 'Needs a person'], ...statuses]}
        onChange={(status) => onChange({ ...filter, status: status as ConnectionFilter['status'] })}
      />
      <SelectField
        label="Connected by"
        value={filter.owner}
        choices={[['', 'Everybody'], ...owners.map((id) => [id, people(id)] as const)]}
        onChange={(owner) => onChange({ ...filter, owner })}
      />
    </search>
  );
}
