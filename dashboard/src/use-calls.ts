import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Call, CallFilter, DayOfCalls } from './api.ts';
import { type ProblemText, problemText } from './api-problem.ts';

/** Milliseconds after which new calls appear, as long as nobody has asked for older ones. */
const EVERY = 20_000;

interface Shown {
  /** Undefined until the first answer arrives. */
  calls?: Call[];
  today?: DayOfCalls;
  /** Of the next page. Absent: there is none. */
  cursor?: string;
  /** Whether more than the first page is shown. */
  isLong?: boolean;
  problem?: ProblemText;
}

/** The calls of a workspace that match a filter, page by page, and the counts of today. */
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
    const [page, today] = await Promise.all([api.calls(workspace, filter), api.callCounts(workspace)]);
    return { today, ...page };
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
      const page = await api.calls(workspace, filter, cursor);
      return { ...before, ...page, calls: [...calls, ...page.calls], isLong: true };
    }, shown);

  return { ...shown, reload, loadMore };
}
