import type { Call, CountedCalls } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { DayFields } from '../../filters/day-fields.tsx';
import { setIn } from '../../filters/filter-address.ts';
import { FilterFold } from '../../filters/filter-fold.tsx';
import { ValueFilter } from '../../filters/value-filter.tsx';
import { CheckField, SelectField } from '../../parts/fields.tsx';
import { useHere } from '../../shell/here.ts';
import { OUTCOME_CHOICES, outcomeText } from '../../words/call-words.ts';
import { plainText } from '../../words/plain-text.ts';
import type { CallFilterTexts } from './call-filter.ts';

interface Props {
  filter: CallFilterTexts;
  /** The calls on the page: some name servers and tools that are in no other list any more. */
  calls: Call[];
  counted: CountedCalls | undefined;
  titleOf: (connection: string) => string;
  onChange: (filter: CallFilterTexts) => void;
}

export function CallFilters({ filter, calls, counted, titleOf, onChange }: Props) {
  const { data, isManager } = useHere();
  const connections = useResource(data.connections).value ?? [];
  const servers = useResource(data.servers).value ?? [];
  const seen = [...calls, ...(counted?.counts ?? [])];
  const set = (changed: Partial<CallFilterTexts>) => onChange({ ...filter, ...changed });
  const tools = seen.filter(({ server }) => filter.server === '' || server === filter.server);
  return (
    <FilterFold set={setIn({ ...filter, call: '' })}>
      <ValueFilter
        label="MCP server"
        value={filter.server}
        known={[...servers.map(({ id }) => id), ...seen.map(({ server }) => server)]}
        words={plainText}
        onChange={(server) => set({ server, tool: '' })}
      />
      <ValueFilter
        label="Tool"
        value={filter.tool}
        known={tools.map(({ tool }) => tool)}
        words={plainText}
        onChange={(tool) => set({ tool })}
      />
      <ValueFilter
        label="Connection"
        value={filter.connection}
        known={[...connections.map(({ id }) => id), ...seen.map(({ connectionId }) => connectionId)]}
        words={titleOf}
        onChange={(connection) => set({ connection })}
      />
      <SelectField
        label="Outcome"
        value={filter.outcome}
        choices={[
          ['', 'All'],
          ...outcomesWith(filter.outcome).map((each) => [each, outcomeText(each)] as const),
        ]}
        onChange={(outcome) => set({ outcome })}
      />
      <DayFields from={filter.from} to={filter.to} onChange={set} />
      {isManager && (
        <CheckField
          class="only-mine"
          isOn={filter.mine !== ''}
          onChange={(isOn) => set({ mine: isOn ? 'true' : '' })}
        >
          Only my calls
        </CheckField>
      )}
    </FilterFold>
  );
}

/** The outcomes that people often look for, and the chosen one: a link can choose any outcome. */
function outcomesWith(chosen: string): Call['outcome'][] {
  const others =
    OUTCOME_CHOICES.some((each) => each === chosen) || chosen === '' ? [] : [chosen as Call['outcome']];
  return [...OUTCOME_CHOICES, ...others];
}
