import type { FetchLike } from '../../client/src/index.ts';

/** A fetch that sends this access token, for clients that have no sign-in of their own here. */
export function bearing(token: string): FetchLike {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
}
