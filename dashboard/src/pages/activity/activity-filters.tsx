import { useId } from 'preact/hooks';
import type { Activity } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { useTitles } from '../../data/use-titles.ts';
import { DayFields } from '../../filters/day-fields.tsx';
import { setIn } from '../../filters/filter-address.ts';
import { FilterFold } from '../../filters/filter-fold.tsx';
import { ValueFilter } from '../../filters/value-filter.tsx';
import { useHere } from '../../shell/here.ts';
import { KIND_GROUPS } from '../../words/activity-kinds.ts';
import { plainText } from '../../words/plain-text.ts';
import { namesOf } from '../../words/provider-name.ts';
import type { ActivityFilterTexts } from './activity-filter.ts';

interface Props {
  filter: ActivityFilterTexts;
  /** The entries on the page: some name people and servers that are in no other list any more. */
  entries: Activity[];
  onChange: (filter: ActivityFilterTexts) => void;
}

export function ActivityFilters({ filter, entries, onChange }: Props) {
  const { data, isPersonal } = useHere();
  const people = usePeople();
  const known = useResource(data.people).value ?? [];
  const nameOf = namesOf(useResource(data.providers).value);
  const connections = useResource(data.connections).value ?? [];
  const servers = useResource(data.servers).value ?? [];
  const titleOf = useTitles();
  const set = (changed: Partial<ActivityFilterTexts>) => onChange({ ...filter, ...changed });
  return (
    <FilterFold set={setIn(filter)}>
      {!isPersonal && (
        <ValueFilter
          label="Person"
          all="Everybody"
          value={filter.person}
          known={[...known.map(({ subject }) => subject), ...entries.map(({ actor }) => actor)]}
          words={people}
          onChange={(person) => set({ person })}
        />
      )}
      <ValueFilter
        label="Provider"
        value={filter.provider}
        known={[...connections, ...entries].map(({ provider }) => provider)}
        words={nameOf}
        onChange={(provider) => set({ provider })}
      />
      <ValueFilter
        label="Connection"
        value={filter.connection}
        known={connections.map(({ id }) => id)}
        words={titleOf}
        onChange={(connection) => set({ connection })}
      />
      <ValueFilter
        label="MCP server"
        value={filter.server}
        known={[...servers.map(({ id }) => id), ...entries.map(({ server }) => server)]}
        words={plainText}
        onChange={(server) => set({ server })}
      />
      <KindField value={filter.type} onChange={(type) => set({ type })} />
      <DayFields from={filter.from} to={filter.to} onChange={set} />
    </FilterFold>
  );
}

/** The types of entries in groups. A person can choose one type or a whole group. */
function KindField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Kind</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">All</option>
        {KIND_GROUPS.map(({ group, words, types }) => (
          <optgroup key={group} label={words}>
            {types.length > 1 && <option value={group}>{words}: all</option>}
            {types.map(([type, text]) => (
              <option key={type} value={type}>
                {words}: {text}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
