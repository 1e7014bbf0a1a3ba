/** Reads an HTTP-date in its three forms (RFC 9110 section 5.6.7). Pure. */
import { SECOND } from '../contract/durations.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const LONG_DAY = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})';

const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^(?:${DAY}), (?<day>[0-9]{2}) ${MONTH} (?<year>[0-9]{4}) ${TIME} GMT$`),
  // Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(`^(?:${LONG_DAY}), (?<day>[0-9]{2})-${MONTH}-(?<year>[0-9]{2}) ${TIME} GMT$`),
  // Sun Nov  6 08:49:37 1994
  new RegExp(`^(?:${DAY}) ${MONTH} (?<day>[0-9]{2}| [0-9]) ${TIME} (?<year>[0-9]{4})$`),
];

/** Whether a text is the name of a day, which a comma follows in two of the forms. */
export function isDayName(text: string): boolean {
  return new RegExp(`^(?:${DAY}|${LONG_DAY})$`).test(text);
}

/**
 * The date in milliseconds since the epoch. Undefined: it is none. `now`, too, is in milliseconds since the epoch: a year of two
 * digits is one that is at most 50 years ahead of it.
 */
export function httpDate(text: string, now: number): number | undefined {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return undefined;
  const number = (name: string) => Number(parts[name]);
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')];
  // A second of 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  const month = MONTHS.indexOf(parts.month ?? '');
  date.setUTCFullYear(fullYear(parts.year ?? '', now), month, number('day'));
  // 31 February has become a day of March.
  if (date.getUTCMonth() !== month || date.getUTCDate() !== number('day')) return undefined;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * SECOND;
}

function fullYear(digits: string, now: number): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  const current = new Date(now).getUTCFullYear();
  const ofThisCentury = current - (current % 100) + year;
  if (ofThisCentury > current + 50) return ofThisCentury - 100;
  return ofThisCentury <= current - 50 ? ofThisCentury + 100 : ofThisCentury;
}
