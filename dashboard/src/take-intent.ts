import { type Intent, readIntent } from './intent.ts';

/** Reads the intent, and removes the fragment from the URL and the history at once. */
export function takeIntent(): Intent {
  const intent = readIntent({ fragment: location.hash, query: location.search });
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return intent;
}
