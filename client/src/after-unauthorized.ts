/** Handles a 401 of the server: it asks the broker for a new token, and repeats the call once if that is safe (T135). */
import type { Injection, RefusalReason } from '../../src/contract/injection-messages.ts';
import { NotInjected } from './errors.ts';

/** What a second attempt needs. */
export interface SecondTry {
  rejected: Injection;
  /** Asks with `rejectedGeneration` and a new id. */
  askAgain: (rejectedGeneration: number) => Promise<Injection>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
}

const A_PERSON_CAN_FIX = new Set<RefusalReason>([
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
]);

/**
 * Returns the final response. A new token is requested even if the call is not repeated, so that the next call can use
 * it. Rejects with {@link NotInjected}, which names the page to connect at, if the provider has ended the grant.
 */
export async function afterUnauthorized(response: Response, second: SecondTry): Promise<Response> {
  const { generation } = second.rejected;
  const fresh = await second.askAgain(generation).catch((error: unknown) => {
    if (error instanceof NotInjected && A_PERSON_CAN_FIX.has(error.reason)) return error;
    return undefined;
  });
  if (fresh instanceof NotInjected) {
    await response.body?.cancel();
    throw fresh;
  }
  // The same generation means the same token, which would get another 401.
  if (!fresh || fresh.generation === generation || !second.isSafeToRepeat) return response;
  await response.body?.cancel();
  return second.sendAgain(fresh);
}
