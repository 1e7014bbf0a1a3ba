/** The contract of the question for all servers: every event gets an answer. */
import type { ServersAnswer } from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import { failClosed } from './fail-closed.ts';
import { type ListServersPorts, listServers } from './list-servers.ts';
import { readServersRequest } from './read-request.ts';
import { refuse } from './refuse-injection.ts';

/** Answers the question. Never rejects; a failure is answered `temporarily_unavailable`. */
export async function answerServers(
  ports: ListServersPorts & Pick<Ports, 'log'>,
  event: unknown,
): Promise<ServersAnswer> {
  const request = readServersRequest(event);
  if (!request) return refuse(ports, 'invalid_request');
  try {
    return await listServers(ports, request);
  } catch (error) {
    return failClosed(ports, { workspaceId: request.workspaceId }, error, 'check_failed');
  }
}
