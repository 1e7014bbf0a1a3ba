import { useMemo } from 'preact/hooks';
import { ActivityLines } from '../../activity/activity-lines.tsx';
import type { Server } from '../../api/types.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

const SHOWN = 10;

/** Who registered and changed the server, newest first. */
export function ServerActivity({ server }: { server: Server }) {
  const { api, to } = useHere();
  const { id } = server;
  const entries = useMemo(
    () => new Resource(async () => (await api.records.activity({ server: id }, { limit: SHOWN })).activity),
    // A change of the server loads the list of servers again, which gives a new `server`: the entries are loaded again, too.
    [api, server],
  );
  const { value, problem } = useResource(entries);
  return (
    <Panel
      title="What happened"
      isBusy={value === undefined && problem === undefined}
      actions={
        <Link class="button small" to={to({ page: 'activity', query: new URLSearchParams({ server: id }) })}>
          All activity
        </Link>
      }
    >
      {problem && <p class="soft">{problem.detail}</p>}
      {value?.length === 0 && <p class="soft">Nobody has changed anything of this server here.</p>}
      <ActivityLines entries={value ?? []} />
    </Panel>
  );
}
