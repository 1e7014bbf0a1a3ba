/**
 * The answers of token-injector to an MCP runtime: a token for one operation, the statuses of servers, all servers, or which tools of a
 * list are held back.
 */
import type {
  CheckAnswer,
  InjectionAnswer,
  ListedAnswer,
  ServersAnswer,
} from '../../contract/injection-messages.ts';
import { answerInjection } from './answer-injection.ts';
import { answerCheck, answerListed, answerServers } from './answer-questions.ts';
import type { InjectPorts } from './inject-ports.ts';
import type { ListServersPorts } from './list-servers.ts';
import type { NoteToolsPorts } from './note-tools.ts';

/** The ports of all of them. */
export type RuntimePorts = Omit<InjectPorts, 'toolsHeldBy'> &
  Pick<ListServersPorts, 'serverReads'> &
  Pick<NoteToolsPorts, 'seenTools' | 'activity' | 'toolChanges'>;

/**
 * Answers a runtime's event: a check if it has `check`, a list if it has `servers`, what it saw if it has `listed`, else an injection.
 * Never rejects.
 */
export function answerRuntime(
  ports: RuntimePorts,
  event: unknown,
): Promise<InjectionAnswer | CheckAnswer | ServersAnswer | ListedAnswer> {
  const has = (member: string) => typeof event === 'object' && event !== null && member in event;
  if (has('check')) return answerCheck(ports, event);
  if (has('servers')) return answerServers(ports, event);
  if (has('listed')) return answerListed(ports, event);
  const toolsHeldBy = ports.toolChanges === 'hold' ? ports.seenTools : undefined;
  return answerInjection({ ...ports, toolsHeldBy }, event);
}
