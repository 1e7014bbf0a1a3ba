/** Reads a Retry-After header (RFC 9110 section 10.2.3). Pure. */
import { SECOND } from '../contract/durations.ts';
import { httpDate, isDayName } from './http-date.ts';
import { OAUTH_LIMITS } from './limits.ts';

const CAP = OAUTH_LIMITS.retryAfter;

/**
 * Seconds to wait, at most {@link OAUTH_LIMITS.retryAfter}. Undefined: the answer has no such header. What cannot be read means
 * the longest wait, since the provider did ask for one; of several values the longest counts. A date is compared with the
 * answer's own Date, or with `now`, in milliseconds since the epoch.
 */
export function retryAfterOf({ headers }: Pick<Response, 'headers'>, now?: number): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const answered = dateOf(headers.get('date'), now) ?? now;
  return Math.max(...valuesIn(text).map((value) => secondsOf(value, answered)));
}

/** Fields that were sent more than once are joined by commas (RFC 9110 section 5.3), and a date has a comma, too. */
function valuesIn(text: string): string[] {
  const parts = text.split(',').map((part) => part.replace(/^[ \t]+|[ \t]+$/g, ''));
  const values: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as string;
    const isHalf = isDayName(part) && index + 1 < parts.length;
    values.push(isHalf ? `${part}, ${parts[++index]}` : part);
  }
  return values;
}

function secondsOf(value: string, answered: number | undefined): number {
  // Any number of digits: a number that is too large for its type is too long a wait, and not none.
  if (/^[0-9]+$/.test(value)) return Math.min(Number(value), CAP);
  const date = answered === undefined ? undefined : httpDate(value, answered);
  if (date === undefined || answered === undefined) return CAP;
  return Math.min(Math.max(0, Math.ceil((date - answered) / SECOND)), CAP);
}

function dateOf(text: string | null, now: number | undefined): number | undefined {
  return text === null ? undefined : httpDate(text.trim(), now ?? 0);
}
