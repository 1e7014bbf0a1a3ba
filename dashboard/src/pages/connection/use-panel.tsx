import type { Connection } from '../../api/types.ts';
import { CallBars, DAYS } from '../../calls/call-bars.tsx';
import { CallTable } from '../../calls/call-table.tsx';
import { useCalls } from '../../calls/use-calls.ts';
import { useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';

/** Calls with this connection, by day, and by server and tool. */
export function UsePanel({ connection: { id } }: { connection: Connection }) {
  const use = useCalls('connection', id);
  const { value, problem } = useResource(use);
  return (
    <Panel
      title="Use"
      lead={`Calls with this connection in the last ${DAYS} days.`}
      isBusy={value === undefined && problem === undefined}
    >
      {problem && <p class="soft">{problem.detail}</p>}
      <CallBars days={value?.days} />
      {value && <CallTable counted={value.counts} />}
    </Panel>
  );
}
