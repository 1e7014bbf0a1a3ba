import type { MiddlewareObj } from '@middy/core';
import { log } from './process.ts';

/**
 * For whatever escaped everything else (T179): logged by name, and answered or rethrown without its message, so that no
 * runtime log and no caller sees what it held.
 */
export function lastResort<Answer>(answer: () => Answer | Error): MiddlewareObj<unknown, Answer> {
  return {
    onError: (request) => {
      log.error('unhandled', { error: request.error?.name ?? 'unknown' });
      const told = answer();
      // Not thrown here: middy would hang the original on what is thrown, and Lambda's runtime log writes that out.
      if (told instanceof Error) request.error = told;
      else request.response = told;
    },
  };
}
