/** The contract of the messages that spend no operation id: every event gets an answer. */
import type {
  CheckAnswer,
  ListedAnswer,
  RefusedAnswer,
  ServersAnswer,
} from '../../contract/injection-messages.ts';
import type { Ports } from '../ports.ts';
import { type CheckPorts, checkServers } from './check-servers.ts';
import { failClosed } from './fail-closed.ts';
import { type ListServersPorts, listServers } from './list-servers.ts';
import { type NoteToolsPorts, noteTools } from './note-tools.ts';
import { readCheckRequest, readListedRequest, readServersRequest } from './read-request.ts';
import { refuse } from './refuse-injection.ts';

type Asking = Pick<Ports, 'log'> & Parameters<typeof refuse>[0];

/** Answers a check request. Never rejects; a failure is answered `temporarily_unavailable`. */
export function answerCheck(ports: CheckPorts, event: unknown): Promise<CheckAnswer> {
  return answered(ports, readCheckRequest(event), (request) => checkServers(ports, request));
}

/** Answers the question for all servers. Never rejects; a failure is answered `temporarily_unavailable`. */
export function answerServers(ports: ListServersPorts & Asking, event: unknown): Promise<ServersAnswer> {
  return answered(ports, readServersRequest(event), (request) => listServers(ports, request));
}

/** Answers what a runtime saw of a server's tools. Never rejects; a failure is answered `temporarily_unavailable`. */
export function answerListed(ports: NoteToolsPorts & Asking, event: unknown): Promise<ListedAnswer> {
  return answered(ports, readListedRequest(event), (request) => noteTools(ports, request));
}

async function answered<Request extends { workspaceId: string }, Answer>(
  ports: Asking,
  request: Request | undefined,
  answer: (request: Request) => Promise<Answer>,
): Promise<Answer | RefusedAnswer> {
  if (!request) return refuse(ports, 'invalid_request');
  try {
    return await answer(request);
  } catch (error) {
    return failClosed(ports, { workspaceId: request.workspaceId }, error, 'check_failed');
  }
}
