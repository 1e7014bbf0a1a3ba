/** The server answered 401: the broker is told, and the call is repeated once where that is safe (T135). */
import type { Injection, RefusalReason } from '../../src/contract/injection-messages.ts';
import { NotInjected } from './errors.ts';

export interface SecondTry {
  rejected: Injection;
  /** Asks with `rejectedGeneration` and a new id. */
  askAgain: (rejectedGeneration: number) => Promise<Injection>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
}

const A_PERSON_CAN_MEND = new Set<RefusalReason>([
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
]);

/**
 * Asked even where the call is not repeated, so that the next call gets a token that works. Where the provider has ended the
 * grant, that is the answer, and a page to connect at comes with it.
 */
export async function afterUnauthorized(response: Response, second: SecondTry): Promise<Response> {
  const { generation } = second.rejected;
  const fresh = await second.askAgain(generation).catch((error: unknown) => {
    if (error instanceof NotInjected && A_PERSON_CAN_MEND.has(error.reason)) return error;
    return undefined;
  });
  if (fresh instanceof NotInjected) {
    await response.body?.cancel();
    throw fresh;
  }
  // The same generation is the same token, and the same 401.
  if (!fresh || fresh.generation === generation || !second.isSafeToRepeat) return response;
  await response.body?.cancel();
  return second.sendAgain(fresh);
}
