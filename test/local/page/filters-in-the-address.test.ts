/**
 * What the pages of activity and of calls read of their address, what they ask the API for, and what they write there.
 * Covers dashboard/src/filters/filter-address.ts, dashboard/src/words/days.ts, dashboard/src/words/activity-kinds.ts,
 * dashboard/src/pages/activity/activity-filter.ts, dashboard/src/pages/calls/call-filter.ts.
 */
import { describe, expect, test } from 'vitest';
import { addressOfFilter, choicesOf, setIn } from '../../../dashboard/src/filters/filter-address.ts';
import * as activityFilter from '../../../dashboard/src/pages/activity/activity-filter.ts';
import * as callFilter from '../../../dashboard/src/pages/calls/call-filter.ts';
import { typesOfKind } from '../../../dashboard/src/words/activity-kinds.ts';
import { daysIn, spanFault } from '../../../dashboard/src/words/days.ts';

const NOON = Date.parse('2026-11-30T12:00:00Z');
const query = (text: string) => new URLSearchParams(text);

describe('filters in the address', () => {
  test('of the activity are read, asked for and written', () => {
    const filter = activityFilter.readFilter(
      query('person=ada&connection=demo~sales&type=apps&from=2026-11-01'),
    );
    expect(activityFilter.requestOf(filter)).toEqual({
      person: 'ada',
      connection: 'demo~sales',
      type: typesOfKind('apps'),
      from: '2026-11-01',
    });
    expect(`${addressOfFilter(filter)}`).toBe('person=ada&connection=demo%7Esales&type=apps&from=2026-11-01');
    expect(setIn(filter)).toBe(4);
  });

  test('that name no kind, or days that end before they begin, are not asked for', () => {
    const filter = activityFilter.readFilter(
      query('type=nonsense&from=2026-11-09&to=2026-11-01&server=notes'),
    );
    expect(activityFilter.requestOf(filter)).toEqual({ server: 'notes' });
    expect(spanFault(filter)).toBe('The last day is before the first one.');
    expect(spanFault({ from: '2026-11-01', to: '' })).toBeUndefined();
  });

  test('of the calls are read and asked for, without the call that is unfolded', () => {
    const filter = callFilter.readFilter(query('server=notes&outcome=injected&mine=true&call=1'));
    expect(callFilter.requestOf(filter)).toEqual({ server: 'notes', outcome: 'injected', mine: true });
    expect(callFilter.isNarrowed(filter)).toBe(true);
    expect(callFilter.isNarrowed(callFilter.readFilter(query('call=1')))).toBe(false);
  });

  test('of the calls say which days are counted: those of the list', () => {
    const counted = (text: string) => callFilter.countedOf(callFilter.readFilter(query(text)), NOON);
    expect(counted('')).toEqual({ from: '2026-11-24', to: '2026-11-30' });
    expect(counted('to=2026-11-10&server=notes')).toEqual({
      from: '2026-11-04',
      to: '2026-11-10',
      server: 'notes',
    });
    expect(counted('from=2026-10-31&connection=demo')).toMatchObject({
      from: '2026-10-31',
      to: '2026-11-30',
    });
    expect(counted('from=2026-10-30')).toBeUndefined();
    expect(daysIn({ from: '2026-10-31', to: '2026-11-30' })).toBe(31);
  });

  test('offer each value once, in the order of its words', () => {
    expect(choicesOf(['b', undefined, '', 'a', 'b'], (value) => (value === 'a' ? 'Zoe' : 'Ben'))).toEqual([
      ['b', 'Ben'],
      ['a', 'Zoe'],
    ]);
  });
});
