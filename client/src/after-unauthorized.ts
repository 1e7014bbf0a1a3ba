/**
 * Handles a 401 of the server, or a 403 that asks for scopes: it tells the broker, and repeats the call once if that is safe
 * (T135, T235).
 */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { canPersonFix, isNotInjected } from './errors.ts';
import type { About } from './injection-target.ts';

/** What a second attempt needs. */
export interface SecondTry {
  /** The injection whose token was refused. */
  injection: Injection;
  /** Asks with a new id. */
  ask: (about: About) => Promise<Injection>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
}

/**
 * Returns the final response. A new token is requested even if the call is not repeated, so that the next call can use
 * it. Rejects with {@link NotInjected}, which names the page to connect at, if the provider has ended the grant.
 */
export async function afterUnauthorized(
  response: Response,
  { injection, ask, isSafeToRepeat, sendAgain }: SecondTry,
  about: About,
): Promise<Response> {
  const fresh = await newerInjection(injection, ask(about)).catch(async (error: unknown) => {
    await response.body?.cancel();
    throw error;
  });
  if (!fresh || !isSafeToRepeat) return response;
  await response.body?.cancel();
  return sendAgain(fresh);
}

/**
 * Returns the answer to a question about a refused token. Undefined: there is no answer, or it has the same token, which
 * would be refused again. Rejects with {@link NotInjected} if a person has to connect again, or to grant more.
 */
export async function newerInjection(
  { generation }: Injection,
  asked: Promise<Injection>,
): Promise<Injection | undefined> {
  try {
    const fresh = await asked;
    return fresh.generation === generation ? undefined : fresh;
  } catch (error) {
    if (isNotInjected(error) && canPersonFix(error)) throw error;
    return undefined;
  }
}
