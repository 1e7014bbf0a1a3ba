/** The two answers of token-injector to an MCP runtime: a token for one operation, or the statuses of servers. */
import type { CheckAnswer, InjectionAnswer } from '../../contract/injection-messages.ts';
import { answerCheck } from './answer-check.ts';
import { answerInjection } from './answer-injection.ts';
import type { InjectPorts } from './inject-ports.ts';

/** Answers a runtime's event: a check if it has `check`, else an injection. Never rejects. */
export function answerRuntime(ports: InjectPorts, event: unknown): Promise<InjectionAnswer | CheckAnswer> {
  const answer =
    typeof event === 'object' && event !== null && 'check' in event ? answerCheck : answerInjection;
  return answer(ports, event);
}
