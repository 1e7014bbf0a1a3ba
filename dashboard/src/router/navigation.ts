/** The page's address and the history of the tab. */
import { useEffect, useState } from 'preact/hooks';
import { type Place, placeAt } from './route.ts';

const CHANGED = 'connections:address';

/** Goes to an address of this page. `replace`: the back button skips the address before. */
export function goTo(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/** The place of the address, again after each change of it. Undefined: no page has the address. */
export function usePlace(): Place | undefined {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const changed = () => setPlace(here());
    addEventListener(CHANGED, changed);
    addEventListener('popstate', changed);
    return () => {
      removeEventListener(CHANGED, changed);
      removeEventListener('popstate', changed);
    };
  }, []);
  return place;
}

function here(): Place | undefined {
  return placeAt(location.pathname, location.search);
}
