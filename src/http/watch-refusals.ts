/** Who was refused: members are recorded and logged, others are counted (docs/decisions/0018). */
import type { MiddlewareHandler } from 'hono';
import type { RefusedRequest } from '../broker/activity/record-refusal.ts';
import { isLoggedRefusal, isRecordedRefusal } from '../broker/activity/refusals.ts';
import { Problem } from '../broker/errors.ts';
import type { Log } from '../broker/ports.ts';
import type { MetricName } from '../contract/metrics.ts';
import type { OperationId, Route } from '../contract/routes.ts';
import { namedWorkspace } from './enter-workspace.ts';
import type { Variables } from './guards.ts';

export interface RefusalWatch {
  log: Pick<Log, 'warn'>;
  /** Counts metrics. Absent where nobody collects them. */
  meter?: (values: Partial<Record<MetricName, number>>) => void;
  /** Records a refusal in the activity. Absent for a function that may not write it: its refusals are in the log. */
  recordRefusal?: (refused: RefusedRequest) => Promise<void>;
}

/** Stands before every other guard of a route with callers. It changes no answer. */
export function watchRefusals(
  route: Route,
  watch: RefusalWatch,
): MiddlewareHandler<{ Variables: Variables }> {
  const operation = route.operationId as OperationId;
  return async (c, next) => {
    await next();
    const { error } = c;
    if (!(error instanceof Problem)) return;
    const caller = c.get('caller') as Variables['caller'] | undefined;
    const workspaceId = c.get('workspaceId') ?? namedWorkspace(c);
    if (!caller) {
      if (REFUSALS_OF_TOKENS.has(error.code)) watch.meter?.({ CallersRefused: 1 });
      // Whose token it was is not known: the claim of a whole issuer can be at fault.
      if (error.code === 'workspace_claim_refused')
        watch.log.warn('request_refused', { operation, outcome: error.code });
    } else if (workspaceId === undefined) return;
    else if (!caller.roles.has(workspaceId)) watch.meter?.({ ForeignCallers: 1 });
    else await ofMember(watch, { caller, workspaceId, operation, code: error.code });
  };
}

const REFUSALS_OF_TOKENS: ReadonlySet<string> = new Set(['unauthenticated', 'workspace_claim_refused']);

async function ofMember({ log, meter, recordRefusal }: RefusalWatch, refused: RefusedRequest): Promise<void> {
  const { caller, workspaceId, operation, code: outcome } = refused;
  if (!isLoggedRefusal(outcome)) return;
  meter?.({ RequestsRefused: 1 });
  const { issuer, subject } = caller;
  log.warn('request_refused', { workspaceId, operation, outcome, issuer, subject });
  if (isRecordedRefusal(outcome)) await recordRefusal?.(refused);
}
