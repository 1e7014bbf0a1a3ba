/**
 * Handles a 401 of the server, or a 403 that asks for scopes: it tells the broker, and repeats the call once if that is safe
 * (T135, T235).
 */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { canPersonFix, isNotInjected } from './errors.ts';

/** What a second attempt needs. */
export interface SecondTry {
  rejected: Injection;
  /** Asks with the generation of the refused token and a new id. */
  askAgain: (generation: number) => Promise<Injection>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
}

/**
 * Returns the final response. A new token is requested even if the call is not repeated, so that the next call can use
 * it. Rejects with {@link NotInjected}, which names the page to connect at, if the provider has ended the grant.
 */
export async function afterUnauthorized(response: Response, second: SecondTry): Promise<Response> {
  const { generation } = second.rejected;
  const fresh = await second.askAgain(generation).catch((error: unknown) => {
    if (isNotInjected(error) && canPersonFix(error)) return error;
    return undefined;
  });
  if (isNotInjected(fresh)) {
    await response.body?.cancel();
    throw fresh;
  }
  // The same generation means the same token, which would be refused again.
  if (!fresh || fresh.generation === generation || !second.isSafeToRepeat) return response;
  await response.body?.cancel();
  return second.sendAgain(fresh);
}
