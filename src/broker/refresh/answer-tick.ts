/** The contract of token-tick: the tick of every minute. */
import { type TickReport, TickRequest } from '../../contract/refresh.ts';
import { Problem } from '../errors.ts';
import type { Deadline } from '../ports.ts';
import type { RefreshPorts } from './attempt.ts';
import { runTick } from './tick.ts';

/**
 * Runs a tick, logs how late its oldest item was, and returns its report. Throws `invalid_request` for any other event,
 * also for a refresh on demand.
 */
export async function answerTick(
  ports: RefreshPorts,
  event: unknown,
  deadline: Deadline,
): Promise<TickReport> {
  const request = TickRequest.safeParse(event);
  if (!request.success) throw new Problem('invalid_request');
  const report = await runTick(ports, deadline, request.data.share);
  const { due, oldestOverdueMs, outcomes } = report;
  ports.log.info('tick', { count: due, lagMs: oldestOverdueMs, outcomes });
  return report;
}
