/** The contract of token-refresh: a tick, or a refresh on demand. */
import {
  type ConnectionRefreshReport,
  RefreshRequest,
  type Share,
  type TickReport,
} from '../../contract/refresh.ts';
import { Problem } from '../errors.ts';
import type { Deadline } from '../ports.ts';
import type { RefreshPorts } from './attempt.ts';
import { refreshConnection } from './refresh-connection.ts';
import { runTick } from './tick.ts';

/** Answers a refresh request with its report. Throws `invalid_request` for any other event. */
export async function answerRefresh(
  ports: RefreshPorts,
  event: unknown,
  deadline: Deadline,
): Promise<ConnectionRefreshReport | TickReport> {
  const request = RefreshRequest.safeParse(event);
  if (!request.success) throw new Problem('invalid_request');
  if (request.data.kind === 'tick') return tick(ports, deadline, request.data.share);
  const { workspaceId, connectionId, generation, rejected } = request.data;
  return refreshConnection(ports, {
    key: { workspaceId, connectionId },
    generation,
    rejected,
    isOnDemand: true,
    deadline,
  });
}

/** Runs a tick and logs how late its oldest item was. */
async function tick(ports: RefreshPorts, deadline: Deadline, share?: Share): Promise<TickReport> {
  const report = await runTick(ports, deadline, share);
  const { due, oldestOverdueMs, outcomes } = report;
  ports.log.info('tick', { count: due, lagMs: oldestOverdueMs, outcomes });
  return report;
}
