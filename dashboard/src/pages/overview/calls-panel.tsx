import type { CallDay } from '../../api/types.ts';
import { CallBars } from '../../calls/call-bars.tsx';
import { type Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** Calls and refusals of the workspace by day. `span`: how many days they are. */
export function CallsPanel({ days, span }: { days: Resource<CallDay[]>; span: number }) {
  const { to } = useHere();
  const { value, problem } = useResource(days);
  return (
    <Panel
      title={`Calls of the last ${span} days`}
      isBusy={value === undefined}
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
