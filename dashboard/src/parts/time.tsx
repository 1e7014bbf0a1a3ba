import { dayOf, relativeTime } from '../words/relative-time.ts';
import { useNow } from './use-now.ts';

const CLOCK = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' });
const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** A relative time, a day, or the time of a day. A tooltip shows the exact time. */
export function Time({ at, form = 'relative' }: { at: string; form?: 'relative' | 'day' | 'clock' }) {
  const now = useNow();
  return (
    <time dateTime={at} title={EXACT.format(new Date(at))}>
      {form === 'clock'
        ? CLOCK.format(new Date(at))
        : form === 'day'
          ? dayOf(at, now)
          : relativeTime(at, now)}
    </time>
  );
}
