import { useMemo } from 'preact/hooks';
import type { Connection } from '../../api/types.ts';
import { CallBars } from '../../calls/call-bars.tsx';
import { CallTable } from '../../calls/call-table.tsx';
import { Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';
import { daysBefore } from '../../words/days.ts';

const DAYS = 30;

/** Calls with this connection, by day, and by server and tool. */
export function UsePanel({ connection: { id } }: { connection: Connection }) {
  const { api } = useHere();
  const use = useMemo(
    () =>
      new Resource(async () => {
        const [days, counts] = await Promise.all([
          api.records.callDays({ days: DAYS, connection: id }),
          api.records.callCounts({ ...daysBefore(DAYS, Date.now()), connection: id }),
        ]);
        return { days, counts };
      }),
    [api, id],
  );
  const { value, problem } = useResource(use);
  return (
    <Panel
      title="Use"
      lead={`Calls with this connection in the last ${DAYS} days.`}
      isBusy={value === undefined}
    >
      {problem && <p class="soft">{problem.detail}</p>}
      <CallBars days={value?.days} />
      {value && <CallTable counted={value.counts} />}
    </Panel>
  );
}
