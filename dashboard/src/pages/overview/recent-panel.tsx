import { useMemo } from 'preact/hooks';
import { ActivityLines } from '../../activity/activity-lines.tsx';
import type { Connection } from '../../api/types.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

const SHOWN = 6;

/** What happened last in the workspace. */
export function RecentPanel({ connections }: { connections: Connection[] }) {
  const { api, to } = useHere();
  const recent = useMemo(
    () => new Resource(async () => (await api.records.activity({}, { limit: SHOWN })).activity),
    // The entries are loaded again when a connection has changed.
    [api, connections],
  );
  const { value } = useResource(recent);
  if (value?.length === 0) return null;
  return (
    <Panel
      title="What happened last"
      isBusy={value === undefined}
      class="recent"
      actions={
        <Link class="button small" to={to({ page: 'activity' })}>
          All activity
        </Link>
      }
    >
      <ActivityLines entries={value ?? []} />
    </Panel>
  );
}
