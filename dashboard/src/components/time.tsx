import { useNow } from '../use-now.ts';
import { relativeTime } from '../words/relative-time.ts';

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** A relative time. A tooltip shows the exact time. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={EXACT.format(new Date(at))}>
      {relativeTime(at, now)}
    </time>
  );
}
