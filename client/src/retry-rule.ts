/** When the injector is asked once more, with a new id. Pure. */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import type { InjectorFailure } from './errors.ts';
import { LIMITS } from './limits.ts';

/** What one tool call may still spend on asking. One for the call and for its repetition after a 401. */
export interface CallBudget {
  idsLeft: number;
  /** Milliseconds since the epoch; nothing is asked later. */
  until: number;
}

export type Failed =
  | { kind: 'lost'; failure: InjectorFailure }
  /** `attempts` as in ask-injector.ts. */
  | { kind: 'refused'; refusal: Refusal; attempts: number };

const RETRIED = new Set<InjectorFailure>(['network', 'timeout', 'throttled', 'function_failed']);

/** Milliseconds to wait before asking again; undefined: that was the answer. */
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
  // The SDK repeated the invoke by itself: the first one had the id, and its answer is lost.
  if (reason === 'tool_call_replayed') return attempts > 1 ? 0 : undefined;
  if (reason !== 'temporarily_unavailable' || retryAfterSeconds === undefined) return undefined;
  return retryAfterSeconds * 1000;
}
