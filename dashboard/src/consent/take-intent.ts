import { type Intent, readIntent } from './intent.ts';

/** Removes the fragment from the URL and the history at once, and reads the intent. */
export function takeIntent(): Intent {
  const { hash: fragment, search: query, pathname } = location;
  if (fragment !== '') history.replaceState(null, '', pathname + query);
  const intent = readIntent({ fragment, query: pathname === '/' ? query : '', now: Date.now() });
  return pathname === '/' ? intent : { ...intent, address: pathname + query };
}
