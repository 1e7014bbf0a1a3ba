const DAY = 86_400_000;

/** The last so many days in UTC, today included. Pure. */
export function daysBefore(days: number, now: number): { from: string; to: string } {
  return { from: dayText(now - (days - 1) * DAY), to: dayText(now) };
}

/** `YYYY-MM-DD` in UTC. Pure. */
export function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** What is wrong with a span of days that a person chose; the empty text is an open end. Pure. */
export function spanFault({ from, to }: { from: string; to: string }): string | undefined {
  return from !== '' && to !== '' && from > to ? 'The last day is before the first one.' : undefined;
}

/** How many days a span has, both ends included. Pure. */
export function daysIn({ from, to }: { from: string; to: string }): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
}

export interface DayOf<T> {
  /** "Today", "Yesterday", or the date. */
  heading: string;
  items: T[];
}

const THIS_YEAR = new Intl.DateTimeFormat('en', { weekday: 'long', month: 'long', day: 'numeric' });
const OTHER_YEAR = new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', year: 'numeric' });

/** Entries by the day on which they happened where the person is, in the order in which they came. Pure. */
export function byDay<T extends { at: string }>(items: readonly T[], now: number): DayOf<T>[] {
  const groups = Map.groupBy(items, ({ at }) => headingOf(new Date(at), now));
  return [...groups].map(([heading, of]) => ({ heading, items: of }));
}

function headingOf(date: Date, now: number): string {
  const text = date.toDateString();
  if (text === new Date(now).toDateString()) return 'Today';
  if (text === new Date(now - DAY).toDateString()) return 'Yesterday';
  return (date.getFullYear() === new Date(now).getFullYear() ? THIS_YEAR : OTHER_YEAR).format(date);
}
