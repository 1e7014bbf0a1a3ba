import { useMemo } from 'preact/hooks';
import { ActivityLines } from '../../activity/activity-lines.tsx';
import type { Connection } from '../../api/types.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

const SHOWN = 10;

/** What happened to the connection, newest first. */
export function HealthTimeline({ connection }: { connection: Connection }) {
  const { api, to } = useHere();
  const { id, name, status, lastRefreshAt, connectedAt } = connection;
  // The entries are loaded again when the connection has changed.
  const entries = useMemo(
    () =>
      new Resource(async () => (await api.records.activity({ connection: id }, { limit: SHOWN })).activity),
    [api, id, name, status, connectedAt, lastRefreshAt],
  );
  const { value } = useResource(entries);
  return (
    <Panel
      title="What happened"
      isBusy={value === undefined}
      actions={
        <Link
          class="button small"
          to={to({ page: 'activity', query: new URLSearchParams({ connection: id }) })}
        >
          All activity
        </Link>
      }
    >
      {value?.length === 0 && <p class="soft">Nothing is recorded any more.</p>}
      <ActivityLines entries={value ?? []} />
    </Panel>
  );
}
