/** Decides whether the injector is asked again with a new id. Pure. */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import type { InjectorFailure } from './errors.ts';
import { LIMITS } from './limits.ts';

/** What one tool call may still use to ask the injector. A call and its repetition after a 401 share one budget. */
export interface CallBudget {
  idsLeft: number;
  /** Milliseconds since the epoch. After this time no further question is sent. */
  until: number;
}

/** A question without a token as its result. */
export type Failed =
  | { kind: 'lost'; failure: InjectorFailure }
  /** For `attempts` see ask-injector.ts. */
  | { kind: 'refused'; refusal: Refusal; attempts: number };

const RETRIED = new Set<InjectorFailure>(['network', 'timeout', 'throttled', 'function_failed']);

/** Milliseconds to wait before the next question; undefined if the failure is final. */
export function waitBefore(failed: Failed, budget: CallBudget, now: number): number | undefined {
  const wait = failed.kind === 'lost' ? afterLoss(failed.failure, budget) : afterRefusal(failed);
  if (wait === undefined || budget.idsLeft <= 0 || now + wait > budget.until) return undefined;
  return wait;
}

function afterLoss(failure: InjectorFailure, { idsLeft }: CallBudget): number | undefined {
  return RETRIED.has(failure) ? LIMITS.retryPause * 2 ** (LIMITS.idsPerCall - 1 - idsLeft) : undefined;
}

function afterRefusal({ refusal, attempts }: Extract<Failed, { kind: 'refused' }>): number | undefined {
  const { reason, retryAfterSeconds } = refusal;
  // The SDK repeated the invocation. The first one used the id, and its answer is lost.
  if (reason === 'tool_call_replayed') return attempts > 1 ? 0 : undefined;
  if (reason !== 'temporarily_unavailable' || retryAfterSeconds === undefined) return undefined;
  return retryAfterSeconds * 1000;
}
