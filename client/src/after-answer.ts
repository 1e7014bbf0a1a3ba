/**
 * Handles an answer that says that the provider refused the token (T236): it tells the broker once, and repeats the call if
 * that is safe. The pause against misuse is the broker's.
 */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { newerInjection } from './after-unauthorized.ts';
import type { About } from './injection-target.ts';
import { errorIn, type RpcAnswer } from './is-rejected.ts';
import type { CallBudget } from './retry-rule.ts';

/** What a report needs. */
export interface Reporting {
  /** The injection whose token was refused. */
  injection: Injection;
  budget: CallBudget;
  /** Asks with a new id, within the budget that it is given. */
  ask: (about: About, budget: CallBudget) => Promise<Injection>;
}

/**
 * Returns the new injection, if the token was replaced. Undefined: there is none, so the answer passes on. Rejects with
 * {@link NotInjected} if a person has to connect again. Nothing is awaited that a pause of the broker would delay: one id
 * is used, and no second one.
 */
export function reportRejection({ injection, budget, ask }: Reporting): Promise<Injection | undefined> {
  const once = { idsLeft: Math.min(1, budget.idsLeft), until: budget.until };
  budget.idsLeft -= once.idsLeft;
  return newerInjection(injection, ask({ rejectedGeneration: injection.generation }, once));
}

/** A result that does not call itself an error is never the reason to repeat a call. */
export const allowsRepetition = (answer: RpcAnswer): boolean => errorIn(answer) !== undefined;
