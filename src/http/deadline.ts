import type { Context } from 'hono';
import type { Clock, Deadline } from '../broker/ports.ts';

/** When the process that answers this request ends, as Lambda says. Undefined: no Lambda runs the process. */
export function deadlineOf({ env }: Pick<Context, 'env'>, { now }: Pick<Clock, 'now'>): Deadline | undefined {
  const { lambdaContext } = (env ?? {}) as { lambdaContext?: { getRemainingTimeInMillis?(): number } };
  const left = lambdaContext?.getRemainingTimeInMillis?.();
  return left === undefined ? undefined : now() + left;
}
