import type { CallDay } from '../../api/types.ts';
import { CallBars, DAYS } from '../../calls/call-bars.tsx';
import { type Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** Calls and refusals of the workspace by day. */
export function CallsPanel({ days }: { days: Resource<CallDay[]> }) {
  const { to } = useHere();
  const { value, problem } = useResource(days);
  return (
    <Panel
      title={`Calls of the last ${DAYS} days`}
      isBusy={value === undefined && problem === undefined}
      actions={
        <Link class="button small" to={to({ page: 'calls' })}>
          See the calls
        </Link>
      }
    >
      {problem && <p class="soft">{problem.detail}</p>}
      <CallBars days={value} />
    </Panel>
  );
}
