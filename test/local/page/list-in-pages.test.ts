/**
 * What a list shows that comes page by page: empty pages are passed over, and newer entries come before those that are shown.
 * Covers dashboard/src/data/pages.ts.
 */
import { describe, expect, test } from 'vitest';
import { newerOf, nextPage, type PageOf, withNewer } from '../../../dashboard/src/data/pages.ts';

describe('a list that comes in pages', () => {
  const pagesOf = (pages: Record<string, PageOf<string>>) => {
    const asked: string[] = [];
    const ask = async (cursor = '') => {
      asked.push(cursor);
      return pages[cursor] ?? { items: [], cursor: `${cursor}x` };
    };
    return { ask, asked };
  };

  test('passes over empty pages until one has an entry', async () => {
    const { ask, asked } = pagesOf({
      '': { items: [], cursor: 'a' },
      a: { items: [], cursor: 'b' },
      b: { items: ['found'], cursor: 'c' },
    });
    expect(await nextPage(ask)).toEqual({ items: ['found'], cursor: 'c' });
    expect(asked).toEqual(['', 'a', 'b']);
  });

  test('ends at the last page, and stops looking after ten', async () => {
    const last = pagesOf({ '': { items: [] } });
    expect(await nextPage(last.ask)).toEqual({ items: [] });
    const endless = pagesOf({});
    expect((await nextPage(endless.ask, 'x')).cursor).toBe('x'.repeat(11));
    expect(endless.asked).toHaveLength(10);
  });

  const self = (item: string) => item;

  test('puts newer entries before those that are shown, and keeps the older ones', () => {
    const shown = { items: ['c', 'b', 'a'], cursor: 'older' };
    const fresh = { items: ['e', 'd', 'c'], cursor: 'other' };
    expect(newerOf(shown.items, fresh.items, self)).toEqual(['e', 'd']);
    expect(withNewer(shown, fresh, self)).toEqual({ items: ['e', 'd', 'c', 'b', 'a'], cursor: 'older' });
  });

  test('begins again where so many are new that some between are not known', () => {
    const shown = { items: ['b', 'a'], cursor: 'older' };
    const fresh = { items: ['z', 'y'], cursor: 'other' };
    expect(withNewer(shown, fresh, self)).toEqual(fresh);
  });
});
