import { useEffect } from 'preact/hooks';
import type { Server } from '../../api/types.ts';
import { CallBars, DAYS } from '../../calls/call-bars.tsx';
import { CallTable } from '../../calls/call-table.tsx';
import { useCalls } from '../../calls/use-calls.ts';
import { useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

interface Props {
  server: Server;
  /** How many test calls the person has made on this page. After each one the calls are counted again. */
  trials: number;
}

/** Calls of this server, by day and by tool. */
export function ServerUse({ server: { id }, trials }: Props) {
  const { to } = useHere();
  const use = useCalls('server', id);
  const { value, problem } = useResource(use);
  useEffect(() => {
    if (trials > 0) void use.reload();
  }, [use, trials]);
  return (
    <Panel
      title="Use"
      lead={`Calls of this server in the last ${DAYS} days.`}
      isBusy={value === undefined && problem === undefined}
      actions={
        <Link class="button small" to={to({ page: 'calls', query: new URLSearchParams({ server: id }) })}>
          See the calls
        </Link>
      }
    >
      {problem && <p class="soft">{problem.detail}</p>}
      <CallBars days={value?.days} />
      {value && <CallTable counted={value.counts} isOfOne />}
    </Panel>
  );
}
