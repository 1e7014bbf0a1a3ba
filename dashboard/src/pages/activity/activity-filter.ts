/** What the activity is narrowed to, as the address has it and as the API takes it. Pure. */
import type { ActivityFilter } from '../../api/records.ts';
import { chosenIn, filterIn } from '../../filters/filter-address.ts';
import { typesOfKind } from '../../words/activity-kinds.ts';
import { spanFault } from '../../words/days.ts';

const NAMES = ['person', 'provider', 'connection', 'server', 'type', 'from', 'to'] as const;

/** As the address has it. `type` is a type, or a group of types. */
export type ActivityFilterTexts = Record<(typeof NAMES)[number], string>;

/** A kind that is none is no filter. */
export function readFilter(query: URLSearchParams): ActivityFilterTexts {
  const filter = filterIn(query, NAMES);
  return typesOfKind(filter.type) === undefined ? { ...filter, type: '' } : filter;
}

/** What the API is asked for. A span that ends before it begins is not asked for: its field says what is wrong. */
export function requestOf(filter: ActivityFilterTexts): ActivityFilter {
  const { type = '', ...chosen } = chosenIn(filter);
  const types = typesOfKind(type);
  const { from: _from, to: _to, ...others } = chosen;
  return {
    ...(spanFault(filter) === undefined ? chosen : others),
    ...(types !== undefined && { type: types }),
  };
}
