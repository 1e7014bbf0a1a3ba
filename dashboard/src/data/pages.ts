/** Lists of the API that come page by page, the newest first. A page can be short or empty and still not be the last one. Pure. */

export interface PageOf<T> {
  items: T[];
  /** Of the page after it. Absent: there is none. */
  cursor?: string | undefined;
}

/** Asks for the page at a cursor, or for the first one. */
export type AskPage<T> = (cursor?: string) => Promise<PageOf<T>>;

/** Pages without an entry that are passed over at once: each says where to look on, and one click should find something. */
const EMPTY_PAGES = 10;

/** The next page that has an entry, or the last one that was looked at. */
export async function nextPage<T>(ask: AskPage<T>, cursor?: string): Promise<PageOf<T>> {
  let page = await ask(cursor);
  for (let looked = 1; looked < EMPTY_PAGES && page.items.length === 0 && page.cursor !== undefined; looked++)
    page = await ask(page.cursor);
  return page;
}

/** What a newly asked first page has, and the shown list has not. */
export function newerOf<T>(shown: readonly T[], fresh: readonly T[], keyOf: (item: T) => string): T[] {
  const known = new Set(shown.map(keyOf));
  return fresh.filter((item) => !known.has(keyOf(item)));
}

/** The shown list with the newer entries before it, or the fresh page alone where entries between them are missing. */
export function withNewer<T>(shown: PageOf<T>, fresh: PageOf<T>, keyOf: (item: T) => string): PageOf<T> {
  const newer = newerOf(shown.items, fresh.items, keyOf);
  const meets = newer.length < fresh.items.length;
  return meets ? { items: [...newer, ...shown.items], cursor: shown.cursor } : fresh;
}
