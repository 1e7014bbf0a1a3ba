import type { OperationId } from '../../contract/routes.ts';
import { errorName } from '../error-name.ts';
import type { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Person } from '../records.ts';
import { type QuotaPorts, takeOne } from './quota.ts';
import { type RecordPorts, recordActivity } from './record-activity.ts';

/** A request of a member that was refused. */
export interface RefusedRequest {
  caller: Person;
  workspaceId: string;
  operation: OperationId;
  code: Problem['code'];
}

/**
 * Records a refusal, if the day's share of this person in this workspace and the share of the workspace have room: nobody
 * pushes out what happened yesterday, and nobody's refusals elsewhere hide the ones here. The log has every refusal. Never rejects.
 */
export async function recordRefusal(
  ports: RecordPorts & QuotaPorts & Pick<Ports, 'log'>,
  { caller: { issuer, subject }, workspaceId, operation, code }: RefusedRequest,
): Promise<void> {
  try {
    const ofPerson = ['refusals of a person', workspaceId, issuer, subject];
    if (!(await takeOne(ports, ofPerson, DAILY.person)).isTaken) return;
    if (!(await takeOne(ports, ['refusals of a workspace', workspaceId], DAILY.workspace)).isTaken) return;
  } catch (error) {
    ports.log.warn('refusal_not_recorded', { workspaceId, outcome: code, error: errorName(error) });
    return;
  }
  // A problem and a reason of a status have one code alike, which is never recorded here.
  const outcome = code as Exclude<typeof code, 'app_misconfigured'>;
  await recordActivity(ports, workspaceId, {
    type: 'refused',
    operation,
    actor: subject,
    actorIssuer: issuer,
    outcome,
  });
}

const DAILY = {
  person: { limit: LIMITS.refusalsOfPerson, window: LIMITS.refusalsWindow },
  workspace: { limit: LIMITS.refusalsOfWorkspace, window: LIMITS.refusalsWindow },
};
