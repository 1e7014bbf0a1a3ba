/** The three answers of token-injector to an MCP runtime: a token for one operation, the statuses of servers, or all servers. */
import type { CheckAnswer, InjectionAnswer, ServersAnswer } from '../../contract/injection-messages.ts';
import { answerInjection } from './answer-injection.ts';
import { answerCheck, answerServers } from './answer-questions.ts';
import type { InjectPorts } from './inject-ports.ts';
import type { ListServersPorts } from './list-servers.ts';

/** The ports of all three. */
export type RuntimePorts = InjectPorts & Pick<ListServersPorts, 'serverReads'>;

/** Answers a runtime's event: a check if it has `check`, a list if it has `servers`, else an injection. Never rejects. */
export function answerRuntime(
  ports: RuntimePorts,
  event: unknown,
): Promise<InjectionAnswer | CheckAnswer | ServersAnswer> {
  const has = (member: string) => typeof event === 'object' && event !== null && member in event;
  if (has('check')) return answerCheck(ports, event);
  return has('servers') ? answerServers(ports, event) : answerInjection(ports, event);
}
