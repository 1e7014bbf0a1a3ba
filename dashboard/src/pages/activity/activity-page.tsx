import { useCallback } from 'preact/hooks';
import { ActivityLines, activityKey } from '../../activity/activity-lines.tsx';
import type { Activity } from '../../api/types.ts';
import { usePages } from '../../data/use-pages.ts';
import { addressOfFilter } from '../../filters/filter-address.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { Empty } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useNow } from '../../parts/use-now.ts';
import { ThisWorkspace } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { byDay } from '../../words/days.ts';
import { DownloadCsv } from '../records/download-csv.tsx';
import { PagedList } from '../records/paged-list.tsx';
import { type ActivityFilterTexts, readFilter, requestOf } from './activity-filter.ts';
import { ActivityFilters } from './activity-filters.tsx';

/** How many entries come at a time. */
const LIMIT = 50;

/** Everything that happened in the workspace, and who did it. */
export default function ActivityPage({ query }: PageProps) {
  const { api } = useHere();
  const [filter, setFilter] = useFilter(query, { read: readFilter, write: addressOfFilter });
  const wanted = requestOf(filter);
  const ask = useCallback(
    async (cursor?: string) => {
      const { activity, cursor: next } = await api.records.activity(wanted, { limit: LIMIT, cursor });
      return { items: activity, cursor: next };
    },
    [api, JSON.stringify(wanted)],
  );
  const pages = usePages(ask, activityKey);
  return (
    <>
      <PageHead
        title="Activity"
        lead={
          <>
            What happened in <ThisWorkspace />, and who did it. Entries are kept for 400 days.
          </>
        }
        actions={<DownloadCsv name="activity" ask={() => api.records.exportActivity(wanted)} />}
      />
      <div class="stack">
        <ActivityFilters filter={filter} entries={pages.items ?? []} onChange={setFilter} />
        <PagedList pages={pages} what="entries" empty={<Nothing filter={filter} hasMore={pages.hasMore} />}>
          {(entries) => <Days entries={entries} />}
        </PagedList>
      </div>
    </>
  );
}

function Days({ entries }: { entries: Activity[] }) {
  const now = useNow();
  return (
    <div class="stack">
      {byDay(entries, now).map(({ heading, items }) => (
        <Panel key={heading} title={heading} class="day">
          <ActivityLines entries={items} time="clock" />
        </Panel>
      ))}
    </div>
  );
}

function Nothing({ filter, hasMore }: { filter: ActivityFilterTexts; hasMore: boolean }) {
  if (hasMore) return <Empty title="None of the newest entries match" />;
  return addressOfFilter(filter).size > 0 ? (
    <Empty title="No entry matches">
      <p>Choose another person, provider, kind or time.</p>
    </Empty>
  ) : (
    <Empty title="Nothing has happened yet">
      <p>As soon as somebody connects an account, it stands here.</p>
    </Empty>
  );
}
