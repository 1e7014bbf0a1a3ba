import type { CallDay } from '../api/types.ts';
import { Bars } from './bars.tsx';

const DAY_TEXT = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const NUMBER = new Intl.NumberFormat('en');

/** How many days the bars show, up to today. */
export const DAYS = 30;

/** Calls and refusals by day. Room is kept while they are loaded. */
export function CallBars({ days }: { days: CallDay[] | undefined }) {
  if (days === undefined) return <div class="bars-room" aria-hidden="true" />;
  const allowed = sum(days.map(({ injected }) => injected));
  const refused = sum(days.map((day) => day.refused));
  const more = days.some((day) => day.more) ? ' at least' : '';
  const [first, last] = [days[0], days.at(-1)];
  return (
    <div class="call-bars">
      <p>
        <strong>{NUMBER.format(allowed)}</strong> calls{more}, <strong>{NUMBER.format(refused)}</strong>{' '}
        refused
      </p>
      <Bars
        caption="Calls by day"
        names={{ lower: 'allowed', upper: 'refused' }}
        bars={days.map(({ day, injected, refused: upper, more: isMore }) => ({
          label: DAY_TEXT.format(new Date(day)),
          ...{ lower: injected, upper, more: isMore },
        }))}
      />
      {first && last && (
        <p class="bars-ends" aria-hidden="true">
          <span>{DAY_TEXT.format(new Date(first.day))}</span>
          <span>{DAY_TEXT.format(new Date(last.day))}</span>
        </p>
      )}
    </div>
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
