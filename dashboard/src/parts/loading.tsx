import type { ComponentChildren } from 'preact';
import type { Loaded } from '../data/resource.ts';
import { problemNotice } from './notice.ts';
import { NoticeBar } from './notice-bar.tsx';

interface Props<T> {
  loaded: Loaded<T>;
  onTryAgain: () => void;
  /** How many rows the content has about: their room is kept, so that nothing moves. */
  rows?: number;
  children: (value: T) => ComponentChildren;
}

/** What was loaded, room for it until then, and what went wrong with a button to try again. */
export function Shown<T>({ loaded: { value, problem }, onTryAgain, rows = 3, children }: Props<T>) {
  return (
    <>
      {problem && <NoticeBar notice={problemNotice(problem)} onDismiss={onTryAgain} action="Try again" />}
      {value !== undefined ? children(value) : !problem && <Placeholders rows={rows} />}
    </>
  );
}

export function Placeholders({ rows }: { rows: number }) {
  return (
    <div class="placeholders" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="placeholder" />
      ))}
    </div>
  );
}

/** Says that there is nothing, and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
