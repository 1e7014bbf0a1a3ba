import type { MiddlewareObj } from '@middy/core';
import { log } from './process.ts';

/**
 * Handles every error that no other code caught (T179). It logs the error's name, and answers or throws without the error's
 * message, so that neither the runtime's log nor the caller sees it.
 */
export function lastResort<Answer>(answer: () => Answer | Error): MiddlewareObj<unknown, Answer> {
  return {
    onError: (request) => {
      log.error('unhandled', { error: request.error?.name ?? 'unknown' });
      const replacement = answer();
      // It is not thrown here: middy would attach the original error to it, and Lambda's runtime would log that.
      if (replacement instanceof Error) request.error = replacement;
      else request.response = replacement;
    },
  };
}
