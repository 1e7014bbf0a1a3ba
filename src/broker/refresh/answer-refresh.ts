/** The contract of token-refresh: one refresh on demand, or one disconnect that needs a refresh first. */
import {
  type ConnectionRefreshReport,
  type ConnectionRevocationReport,
  RefreshRequest,
  RevocationRequest,
} from '../../contract/refresh.ts';
import { Problem } from '../errors.ts';
import type { Deadline } from '../ports.ts';
import { answerRevocation } from './answer-revocation.ts';
import type { RefreshPorts } from './attempt.ts';
import { refreshConnection } from './refresh-connection.ts';

/** Answers either request with its report. Throws `invalid_request` for any other event, also for a tick. */
export async function answerRefresh(
  ports: RefreshPorts,
  event: unknown,
  deadline: Deadline,
): Promise<ConnectionRefreshReport | ConnectionRevocationReport> {
  const revocation = RevocationRequest.safeParse(event);
  if (revocation.success) return answerRevocation(ports, revocation.data, deadline);
  const request = RefreshRequest.safeParse(event);
  if (!request.success) throw new Problem('invalid_request');
  const { workspaceId, connectionId, generation, rejected } = request.data;
  return refreshConnection(ports, {
    key: { workspaceId, connectionId },
    generation,
    rejected,
    isOnDemand: true,
    deadline,
  });
}
