const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const UNITS: readonly [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 5 minutes", "yesterday"; less than a minute is "just now" or "in a moment". */
export function relativeTime(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  if (unit === undefined) return seconds > 5 ? 'in a moment' : 'just now';
  return FORMAT.format(Math.round(seconds / unit[1]), unit[0]);
}

const THIS_YEAR = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long' });
const OTHER_YEAR = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

/** "May 3", with the year where it is another one. */
export function dayOf(at: string, now: number): string {
  const date = new Date(at);
  return (date.getFullYear() === new Date(now).getFullYear() ? THIS_YEAR : OTHER_YEAR).format(date);
}
