/** A provider's answer that opened the page, and how it survives the redirect of a sign-in. */

/** What the fragment held. */
export interface ReturnedConsent {
  provider: string;
  owner: string;
  /** The raw query of the provider's redirect: it has the authorization code in it. */
  query: string;
  /** When the page was opened with it, in milliseconds since the epoch. */
  arrivedAt: number;
}

const KEY = 'connections.returned';
/** One sign-in by redirect takes seconds; a person who must type a password takes a minute. */
const KEPT_FOR = 2 * 60_000;

/** Keeps the answer in this tab while the browser is at the sign-in, and for nothing else. */
export function keepReturned(returned: ReturnedConsent): void {
  sessionStorage.setItem(KEY, JSON.stringify(returned));
}

/** Takes the answer that was kept, and deletes it. Undefined: no answer was kept, or the answer is older than two minutes. */
export function takeReturned(): ReturnedConsent | undefined {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (kept === null) return undefined;
  const returned: ReturnedConsent = JSON.parse(kept);
  return isFresh(returned) ? returned : undefined;
}

/** Whether an answer is young enough to go through one more sign-in. */
export function isFresh({ arrivedAt }: ReturnedConsent): boolean {
  return Date.now() < arrivedAt + KEPT_FOR;
}
