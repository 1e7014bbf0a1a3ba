/** What the calls are narrowed to, as the address has it and as the API takes it. Pure. */
import type { CallFilter } from '../../api/records.ts';
import type { Call } from '../../api/types.ts';
import { chosenIn, filterIn, setIn } from '../../filters/filter-address.ts';
import { daysBefore, daysIn, dayText, spanFault } from '../../words/days.ts';

const NAMES = ['server', 'tool', 'connection', 'outcome', 'mine', 'from', 'to', 'call'] as const;

/** As the address has it. `call` is the operation id of the call that is unfolded. */
export type CallFilterTexts = Record<(typeof NAMES)[number], string>;

export function readFilter(query: URLSearchParams): CallFilterTexts {
  return filterIn(query, NAMES);
}

/** What narrows the list: the unfolded call does not. */
export function isNarrowed(filter: CallFilterTexts): boolean {
  return setIn({ ...filter, call: '' }) > 0;
}

/** A span that ends before it begins is not asked for: its field says what is wrong. */
export function requestOf(filter: CallFilterTexts): CallFilter {
  const { call: _, mine, outcome, from, to, ...chosen } = chosenIn(filter);
  return {
    ...chosen,
    ...(outcome !== undefined && { outcome: outcome as Call['outcome'] }),
    ...(mine !== undefined && { mine: true }),
    ...(spanFault(filter) === undefined && { ...(from && { from }), ...(to && { to }) }),
  };
}

/** The days that the list shows where no days are chosen, as the API has it. */
export const DAYS_SHOWN = 7;
/** The most that can be counted at once, as the API has it. */
const DAYS_COUNTED = 31;

/** What is counted by server and tool: the days of the list. Undefined: they are more than can be counted. */
export function countedOf(
  filter: CallFilterTexts,
  now: number,
): { from: string; to: string; server?: string; connection?: string } | undefined {
  const { from, to, server, connection } = requestOf(filter);
  const last = to ?? dayText(now);
  const span = { from: from ?? daysBefore(DAYS_SHOWN, Date.parse(last)).from, to: last };
  if (daysIn(span) > DAYS_COUNTED) return undefined;
  return {
    ...span,
    ...(server !== undefined && { server }),
    ...(connection !== undefined && { connection }),
  };
}
