/** The contract of a check: every event gets an answer. */
import { CheckRequest } from '../../contract/injection.ts';
import type { CheckAnswer } from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import { type CheckPorts, checkServers } from './check-servers.ts';
import { failClosed } from './fail-closed.ts';
import { refuse } from './refuse-injection.ts';

/** Answers a check request. Never rejects; a failure is answered `temporarily_unavailable`. */
export async function answerCheck(
  ports: CheckPorts & Pick<Ports, 'log'>,
  event: unknown,
): Promise<CheckAnswer> {
  const request = CheckRequest.safeParse(event);
  if (!request.success) return refuse(ports, 'invalid_request');
  try {
    return await checkServers(ports, request.data);
  } catch (error) {
    return failClosed(ports, { workspaceId: request.data.workspaceId }, error, 'check_failed');
  }
}
