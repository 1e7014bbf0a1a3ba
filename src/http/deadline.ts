import type { Context } from 'hono';
import { LIMITS } from '../broker/limits.ts';
import type { Clock, Deadline } from '../broker/ports.ts';

/** When the process that answers this request ends: as Lambda says, or as long from now as the deployed function has. */
export function deadlineOf({ env }: Pick<Context, 'env'>, { now }: Pick<Clock, 'now'>): Deadline {
  const { lambdaContext } = (env ?? {}) as { lambdaContext?: { getRemainingTimeInMillis?(): number } };
  return now() + (lambdaContext?.getRemainingTimeInMillis?.() ?? LIMITS.localCompletion);
}
