/** The contract of token-refresh: one refresh on demand. */
import { type ConnectionRefreshReport, RefreshRequest } from '../../contract/refresh.ts';
import { Problem } from '../errors.ts';
import type { Deadline } from '../ports.ts';
import type { RefreshPorts } from './attempt.ts';
import { refreshConnection } from './refresh-connection.ts';

/** Answers a request for a refresh with its report. Throws `invalid_request` for any other event, also for a tick. */
export async function answerRefresh(
  ports: RefreshPorts,
  event: unknown,
  deadline: Deadline,
): Promise<ConnectionRefreshReport> {
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
