import type { CallDay, CountedCalls } from '../../api/types.ts';
import { CallBars, DAYS } from '../../calls/call-bars.tsx';
import { CallTable } from '../../calls/call-table.tsx';
import type { Loaded } from '../../data/resource.ts';
import { Placeholders } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { countText } from '../../words/call-words.ts';

/** Calls by day. They are counted for the whole workspace, whoever reads them. */
export function BarsPanel({ days: { value, problem } }: { days: Loaded<CallDay[]> }) {
  return (
    <Panel title={`Calls of the last ${DAYS} days`} isBusy={value === undefined && problem === undefined}>
      {problem && <p class="soft">{problem.detail}</p>}
      <CallBars days={value} />
    </Panel>
  );
}

/** Calls by server and tool, of the days that the list has. Null: these days are too many to be counted. */
export function TablePanel({ counts: { value, problem } }: { counts: Loaded<CountedCalls | null> }) {
  return (
    <Panel
      title="By server and tool"
      class="tools"
      isBusy={value === undefined && problem === undefined}
      lead={value ? countText(value, 'In the days of the list') : undefined}
    >
      {problem && <p class="soft">{problem.detail}</p>}
      {value === undefined && !problem && <Placeholders rows={2} />}
      {value === null && <p class="soft">Choose 31 days at most, and the calls are counted here.</p>}
      {value && <CallTable counted={value} />}
    </Panel>
  );
}
