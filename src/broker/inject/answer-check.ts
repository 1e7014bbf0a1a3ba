/** The contract of a check: every event gets an answer. */
import type { CheckAnswer } from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import { type CheckPorts, checkServers } from './check-servers.ts';
import { failClosed } from './fail-closed.ts';
import { readCheckRequest } from './read-request.ts';
import { refuse } from './refuse-injection.ts';

/** Answers a check request. Never rejects; a failure is answered `temporarily_unavailable`. */
export async function answerCheck(
  ports: CheckPorts & Pick<Ports, 'log'>,
  event: unknown,
): Promise<CheckAnswer> {
  const request = readCheckRequest(event);
  if (!request) return refuse(ports, 'invalid_request');
  try {
    return await checkServers(ports, request);
  } catch (error) {
    return failClosed(ports, { workspaceId: request.workspaceId }, error, 'check_failed');
  }
}
