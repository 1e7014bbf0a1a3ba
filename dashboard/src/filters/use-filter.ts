import { useState } from 'preact/hooks';

/** A filter whose state stands in the address, so that a filtered list can be sent and is there again after "back". */
export function useFilter<T>(
  query: URLSearchParams,
  { read, write }: { read: (query: URLSearchParams) => T; write: (filter: T) => URLSearchParams },
): [T, (filter: T) => void] {
  const [filter, setFilter] = useState(() => read(query));
  const change = (next: T) => {
    setFilter(next);
    const search = write(next);
    // No new entry of the history for each letter, and no event: the page stays where it is.
    history.replaceState(history.state, '', location.pathname + (search.size === 0 ? '' : `?${search}`));
  };
  return [filter, change];
}
