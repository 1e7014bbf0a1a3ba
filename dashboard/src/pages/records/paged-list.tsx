import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Pages } from '../../data/use-pages.ts';
import { Placeholders } from '../../parts/loading.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';

interface Props<T> {
  pages: Pages<T>;
  /** What the list has, such as `calls`. */
  what: string;
  /** Shown where there is nothing. */
  empty: ComponentChildren;
  children: (items: T[]) => ComponentChildren;
}

/** A list page by page: what is new waits for a click, what is older comes by one. */
export function PagedList<T>({ pages, what, empty, children }: Props<T>) {
  const { items, problem, isBusy, newer, showNewer } = pages;
  const head = useRef<HTMLParagraphElement>(null);
  // The button goes, and the list begins below it.
  const show = () => {
    showNewer();
    head.current?.focus({ preventScroll: true });
  };
  return (
    <div class={items !== undefined && isBusy ? 'paged stale' : 'paged'} aria-busy={isBusy}>
      <p class="paged-head" role="status" ref={head} tabIndex={-1}>
        {newer > 0 ? (
          <button type="button" class="button small" onClick={show}>
            {newer === 1 ? 'Show 1 new entry' : `Show ${newer} new entries`}
          </button>
        ) : (
          <span class="small-text">{items?.length ? counted(items.length, pages) : ''}</span>
        )}
      </p>
      {items === undefined && problem === undefined && <Placeholders rows={6} />}
      {items !== undefined && (items.length > 0 ? children(items) : empty)}
      <NoticeBar
        notice={problem && problemNotice(problem)}
        onDismiss={() => void (items?.length ? pages.showOlder() : pages.reload())}
        action="Try again"
      />
      <OlderButton pages={pages} what={what} />
    </div>
  );
}

function counted(count: number, { hasMore }: { hasMore: boolean }): string {
  if (hasMore) return `The newest ${count}`;
  return count === 1 ? '1 entry' : `${count} entries, the newest first`;
}

/** When nothing older is left, the button goes, and what takes its place takes its focus. */
function OlderButton<T>({
  pages: { items, hasMore, isBusy, problem, showOlder },
  what,
}: Omit<Props<T>, 'empty' | 'children'>) {
  const end = useRef<HTMLParagraphElement>(null);
  const wasClicked = useRef(false);
  useEffect(() => {
    if (!hasMore && wasClicked.current) end.current?.focus({ preventScroll: true });
  }, [hasMore]);
  if (!items?.length && !hasMore) return null;
  if (!hasMore)
    return (
      <p class="paged-end" ref={end} tabIndex={-1}>
        There are no older {what}.
      </p>
    );
  const show = () => {
    wasClicked.current = true;
    void showOlder();
  };
  return (
    problem === undefined && (
      <p class="paged-end">
        <button type="button" class="button" aria-disabled={isBusy} onClick={isBusy ? undefined : show}>
          Show older {what}
        </button>
      </p>
    )
  );
}
