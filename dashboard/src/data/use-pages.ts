import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../api/api-problem.ts';
import { type AskPage, newerOf, nextPage, type PageOf, withNewer } from './pages.ts';

/** Milliseconds after which newer entries are looked for, as long as nobody has asked for older ones. */
const EVERY = 20_000;

interface State<T> {
  /** Undefined until the first answer arrives. */
  page?: PageOf<T>;
  /** A newer first page. It waits, so that nothing moves under the eyes of who reads. */
  fresh?: PageOf<T>;
  problem?: ProblemText;
  isBusy: boolean;
  /** Whether more than the first page is shown. */
  isLong: boolean;
}

export interface Pages<T> {
  items: T[] | undefined;
  hasMore: boolean;
  /** How many newer entries wait until somebody wants to see them. */
  newer: number;
  problem: ProblemText | undefined;
  isBusy: boolean;
  reload: () => Promise<void>;
  showOlder: () => Promise<void>;
  showNewer: () => void;
}

/** A list of the API, page by page. Another `ask` begins again; until its answer arrives, the list before stays. */
export function usePages<T>(ask: AskPage<T>, keyOf: (item: T) => string): Pages<T> {
  const [state, setState] = useState<State<T>>({ isBusy: true, isLong: false });
  const latest = useRef(0);
  const current = useRef(state);
  current.current = state;

  /** Of several answers only that to the newest question counts. */
  const answer = useCallback(
    async (question: Promise<PageOf<T>>, then: (page: PageOf<T>, now: State<T>) => State<T>) => {
      latest.current += 1;
      const mine = latest.current;
      setState((now) => ({ ...now, isBusy: true }));
      try {
        const page = await question;
        if (latest.current === mine) setState((now) => then(page, now));
      } catch (error) {
        if (latest.current === mine)
          setState((now) => ({ ...now, isBusy: false, problem: problemText(error) }));
      }
    },
    [],
  );

  const reload = useCallback(
    () => answer(nextPage(ask), (page) => ({ page, isBusy: false, isLong: false })),
    [ask, answer],
  );

  useEffect(() => {
    void reload();
    return whileVisible(async () => {
      const { page, isLong, isBusy } = current.current;
      if (page === undefined || isLong || isBusy) return;
      const asked = latest.current;
      // A failure says nothing: the list is still right, and the next look is soon.
      const fresh = await nextPage(ask).catch(() => undefined);
      if (fresh !== undefined && asked === latest.current)
        setState((now) => (now.page?.items.length === 0 ? { ...now, page: fresh } : { ...now, fresh }));
    });
  }, [ask, reload]);

  const { page, fresh, problem, isBusy } = state;
  return {
    ...{ items: page?.items, problem, isBusy, reload },
    hasMore: page?.cursor !== undefined,
    newer: page && fresh ? newerOf(page.items, fresh.items, keyOf).length : 0,
    showOlder: () =>
      answer(nextPage(ask, page?.cursor), (next, { page: before, fresh: waiting }) => ({
        page: { ...next, items: [...(before?.items ?? []), ...next.items] },
        ...(waiting && { fresh: waiting }),
        ...{ isBusy: false, isLong: true },
      })),
    showNewer: () =>
      setState(({ fresh: waiting, ...now }) =>
        now.page && waiting ? { ...now, page: withNewer(now.page, waiting, keyOf) } : now,
      ),
  };
}

function whileVisible(act: () => Promise<void>): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void act();
  }, EVERY);
  return () => clearInterval(timer);
}
