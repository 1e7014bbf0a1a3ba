import { useId } from 'preact/hooks';
import type { Activity } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { DayFields } from '../../filters/day-fields.tsx';
import { choicesOf, setIn } from '../../filters/filter-address.ts';
import { FilterFold } from '../../filters/filter-fold.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { useHere } from '../../shell/here.ts';
import { KIND_GROUPS } from '../../words/activity-kinds.ts';
import { titleOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';
import type { ActivityFilterTexts } from './activity-filter.ts';

interface Props {
  filter: ActivityFilterTexts;
  /** What is shown names people and servers that are not in any list any more. */
  entries: Activity[];
  onChange: (filter: ActivityFilterTexts) => void;
}

export function ActivityFilters({ filter, entries, onChange }: Props) {
  const { data, isPersonal } = useHere();
  const people = usePeople();
  const known = useResource(data.people).value ?? [];
  const providers = useResource(data.providers).value;
  const connections = useResource(data.connections).value ?? [];
  const servers = useResource(data.servers).value ?? [];
  const nameOf = namesOf(providers);
  const connectionName = (id: string) => {
    const found = connections.find((each) => each.id === id);
    return found === undefined ? id : titleOf(found, nameOf(found.provider));
  };
  const set = (changed: Partial<ActivityFilterTexts>) => onChange({ ...filter, ...changed });
  const all = <T,>(one: T[], pick: (entry: Activity) => T | undefined) => [...one, ...entries.map(pick)];
  return (
    <FilterFold set={setIn(filter)}>
      {!isPersonal && (
        <SelectField
          label="Person"
          value={filter.person}
          choices={[
            ['', 'Everybody'],
            ...choicesOf(
              [
                filter.person,
                ...all(
                  known.map(({ subject }) => subject),
                  ({ actor }) => actor,
                ),
              ],
              people,
            ),
          ]}
          onChange={(person) => set({ person })}
        />
      )}
      <SelectField
        label="Provider"
        value={filter.provider}
        choices={[
          ['', 'All'],
          ...choicesOf(
            [
              filter.provider,
              ...all(
                connections.map((each) => each.provider),
                ({ provider }) => provider,
              ),
            ],
            nameOf,
          ),
        ]}
        onChange={(provider) => set({ provider })}
      />
      <SelectField
        label="Connection"
        value={filter.connection}
        choices={[
          ['', 'All'],
          ...choicesOf([filter.connection, ...connections.map(({ id }) => id)], connectionName),
        ]}
        onChange={(connection) => set({ connection })}
      />
      <SelectField
        label="MCP server"
        value={filter.server}
        choices={[
          ['', 'All'],
          ...choicesOf(
            [
              filter.server,
              ...all(
                servers.map(({ id }) => id),
                ({ server }) => server,
              ),
            ],
            (id) => id,
          ),
        ]}
        onChange={(server) => set({ server })}
      />
      <KindField value={filter.type} onChange={(type) => set({ type })} />
      <DayFields from={filter.from} to={filter.to} onChange={set} />
    </FilterFold>
  );
}

/** The types of entries in groups, each of which can be chosen as a whole. */
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
