import { useCallback, useMemo, useState } from 'preact/hooks';
import { DAYS } from '../../calls/call-bars.tsx';
import { Resource, useResource } from '../../data/resource.ts';
import { usePages } from '../../data/use-pages.ts';
import { useTitles } from '../../data/use-titles.ts';
import { addressOfFilter } from '../../filters/filter-address.ts';
import { useFilter } from '../../filters/use-filter.ts';
import { Empty } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { DownloadCsv } from '../records/download-csv.tsx';
import { PagedList } from '../records/paged-list.tsx';
import { CallDays } from './call-days.tsx';
import {
  type CallFilterTexts,
  countedOf,
  DAYS_SHOWN,
  isNarrowed,
  readFilter,
  requestOf,
} from './call-filter.ts';
import { CallFilters } from './call-filters.tsx';
import { BarsPanel, TablePanel } from './call-numbers.tsx';
import { LinkedCall } from './linked-call.tsx';

/** How many calls come at a time. */
const LIMIT = 50;

/** The calls, allowed and refused, each with its server, tool and connection. An admin sees all of the workspace, a member sees their own. */
export default function CallsPage({ query }: PageProps) {
  const { api, isAdmin } = useHere();
  const [filter, setFilter] = useFilter(query, { read: readFilter, write: addressOfFilter });
  // The linked call stays above the list, also when the person unfolds another call in the list.
  const [linked, setLinked] = useState(filter.call);
  const titleOf = useTitles();
  const wanted = requestOf(filter);
  const ask = useCallback(
    async (cursor?: string) => {
      const { calls, cursor: next } = await api.records.calls(wanted, { limit: LIMIT, cursor });
      return { items: calls, cursor: next };
    },
    [api, JSON.stringify(wanted)],
  );
  const pages = usePages(ask, ({ operationId }) => operationId);
  const { days, counts } = useNumbers(filter);
  const open = (call: string) => setFilter({ ...filter, call });
  const showNewer = () => {
    pages.showNewer();
    void Promise.all([days.reload(), counts.reload()]);
  };
  const counted = useResource(counts);
  return (
    <>
      <PageHead
        title="Calls"
        lead={
          <>
            Which MCP server and tool used which connection of <WorkspaceName />, and what was refused.{' '}
            {isAdmin ? '' : 'The list has your own calls; the numbers are those of the whole workspace. '}
            Records are kept for 90 days.
          </>
        }
        actions={<DownloadCsv name="calls" ask={() => api.records.exportCalls(wanted)} />}
      />
      <div class="stack">
        {linked !== '' && (
          <LinkedCall
            operationId={linked}
            titleOf={titleOf}
            onClose={() => {
              setLinked('');
              open('');
              // The button that had the focus goes away with the linked call.
              document.querySelector('h1')?.focus();
            }}
          />
        )}
        <BarsPanel days={useResource(days)} />
        <CallFilters
          {...{ filter, titleOf }}
          calls={pages.items ?? []}
          counted={counted.value ?? undefined}
          onChange={setFilter}
        />
        <div class="columns calls-columns">
          <TablePanel counts={counted} />
          <PagedList
            pages={{ ...pages, showNewer }}
            what="calls"
            empty={<Nothing filter={filter} hasMore={pages.hasMore} />}
          >
            {(calls) => (
              <CallDays
                {...{ calls, titleOf }}
                opened={filter.call === linked ? '' : filter.call}
                onOpen={open}
              />
            )}
          </PagedList>
        </div>
      </div>
    </>
  );
}

/** Counts of all calls of the workspace that match the filters. `counts` is null if there are too many days to count. */
function useNumbers(filter: CallFilterTexts) {
  const { api } = useHere();
  const { server, connection } = requestOf(filter);
  const span = countedOf(filter, Date.now());
  const days = useMemo(
    () =>
      new Resource(() =>
        api.records.callDays({ days: DAYS, ...(server && { server }), ...(connection && { connection }) }),
      ),
    [api, server, connection],
  );
  const counts = useMemo(
    () => new Resource(async () => (span === undefined ? null : api.records.callCounts(span))),
    [api, JSON.stringify(span)],
  );
  return { days, counts };
}

function Nothing({ filter, hasMore }: { filter: CallFilterTexts; hasMore: boolean }) {
  const { isAdmin } = useHere();
  if (hasMore) return <Empty title="None of the newest calls match" />;
  const when = filter.from === '' && filter.to === '' ? `in the last ${DAYS_SHOWN} days` : 'on these days';
  return (
    <Empty title={isAdmin ? `There were no such calls ${when}` : `You made no such calls ${when}`}>
      {!isNarrowed(filter) && <p>A call stands here as soon as an MCP runtime asks for a token.</p>}
    </Empty>
  );
}
