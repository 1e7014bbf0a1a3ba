import { useMemo } from 'preact/hooks';
import type { Connection } from '../../api/types.ts';
import { DAYS } from '../../calls/call-bars.tsx';
import { Resource, useResource } from '../../data/resource.ts';
import { Placeholders, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ThisWorkspace } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { EndingPanel } from './ending-panel.tsx';
import { FirstSteps } from './first-steps.tsx';
import { RecentPanel } from './recent-panel.tsx';
import { useSteps } from './use-steps.ts';

export default function OverviewPage(_: PageProps) {
  const { data } = useHere();
  const loaded = useResource(data.connections);
  return (
    <>
      <PageHead
        title="Overview"
        lead={
          <>
            What MCP servers can use for <ThisWorkspace />, and what needs a person.
          </>
        }
      />
      <Shown loaded={loaded} onTryAgain={() => void data.connections.reload()} rows={5}>
        {(connections) => <Panels connections={connections} />}
      </Shown>
    </>
  );
}

/** From the top down: what is not known yet is followed by nothing, so that it moves nothing when it is. */
function Panels({ connections }: { connections: Connection[] }) {
  const { api } = useHere();
  const days = useMemo(() => new Resource(() => api.records.callDays({ days: DAYS })), [api]);
  const steps = useSteps(connections, days);
  const isUsed = connections.length > 0;
  return (
    <div class="stack">
      {isUsed && <AttentionPanel connections={connections} />}
      {steps === 'unknown' ? (
        <Placeholders rows={4} />
      ) : (
        <>
          <FirstSteps steps={steps} />
          <EndingPanel connections={connections} />
          {isUsed && <CallsPanel days={days} />}
          <RecentPanel connections={connections} />
        </>
      )}
    </div>
  );
}
