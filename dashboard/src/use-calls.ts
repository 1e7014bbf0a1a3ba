import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Call, CallFilter, DayOfCalls } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

/** Milliseconds after which new calls appear, as long as nobody has asked for older ones. */
const EVERY = 20_000;

/** Pages without a match that are passed over at once: each says where to look on, and one click should find something. */
const EMPTY_PAGES = 10;

interface Shown {
  /** Undefined until the first answer arrives. */
  calls?: Call[];
  counted?: DayOfCalls;
  /** Of the next page. Absent: there is none. */
  cursor?: string;
  /** Whether more than the first page is shown. */
  isLong?: boolean;
  problem?: ProblemText;
}

/** The calls of a workspace that match a filter, page by page, and the counts of a day. */
export function useCalls(
  api: Api,
  workspace: string,
  filter: CallFilter,
): Shown & { reload: () => Promise<void>; loadMore: () => Promise<void> } {
  const [shown, setShown] = useState<Shown>({});
  const latest = useRef(0);
  const isLong = useRef(false);
  isLong.current = shown.isLong === true;

  /** Only the answers of the newest question are shown. */
  const ask = useCallback(async (next: (before: Shown) => Promise<Shown>, before: Shown) => {
    latest.current += 1;
    const question = latest.current;
    const answer = await next(before).catch((error) => ({ ...before, problem: problemText(error) }));
    if (latest.current === question) setShown(answer);
  }, []);

  const first = useCallback(async (): Promise<Shown> => {
    const [page, counted] = await Promise.all([
      nextCalls(api, workspace, filter),
      api.callCounts(workspace, filter.day),
    ]);
    return { counted, ...page };
  }, [api, workspace, filter]);

  const reload = useCallback(() => ask(first, {}), [ask, first]);

  useEffect(() => {
    void reload();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !isLong.current) void reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, [reload]);

  const loadMore = () =>
    ask(async ({ calls = [], cursor, problem: _, ...before }) => {
      const page = await nextCalls(api, workspace, filter, cursor);
      return { ...before, ...page, calls: [...calls, ...page.calls], isLong: true };
    }, shown);

  return { ...shown, reload, loadMore };
}

/** The next page that has a call, or the last one that was looked at. */
async function nextCalls(api: Api, workspace: string, filter: CallFilter, cursor?: string) {
  let page = await api.calls(workspace, filter, cursor);
  for (let empty = 1; empty < EMPTY_PAGES && page.calls.length === 0 && page.cursor !== undefined; empty++)
    page = await api.calls(workspace, filter, page.cursor);
  return page;
}
