/** The answer of a sign-in that goes on in a window of its own, and closes it. */
import { UserManager } from 'oidc-client-ts';

/** Behind the delimiter of the library in `state`: the page learns by it that another tab waits for the answer. */
export const WINDOW_MARK = 'window';

/** Whether the identity provider opened this page in the window of another tab. */
export function isWindowAnswer(search: string): boolean {
  return new URLSearchParams(search).get('state')?.endsWith(`;${WINDOW_MARK}`) ?? false;
}

/** Hands the address to the tab that waits, and closes the window. The verifier of the code is in that tab alone. */
export async function passOnAnswer(): Promise<void> {
  const url = new URL(location.href);
  history.replaceState(null, '', location.pathname);
  // The library's tab listens under the state without what stands behind the delimiter.
  const [state = ''] = url.searchParams.get('state')?.split(`;${WINDOW_MARK}`) ?? [];
  url.searchParams.set('state', state);
  await new UserManager({ authority: '', client_id: '', redirect_uri: '' }).signinPopupCallback(url.href);
}
