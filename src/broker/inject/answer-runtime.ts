/** What token-injector answers to an MCP runtime: a token for one operation, or how servers stand. */
import type { CheckAnswer, InjectionAnswer } from '../../contract/injection-messages.ts';
import { answerCheck } from './answer-check.ts';
import { answerInjection } from './answer-injection.ts';
import type { InjectPorts } from './inject-ports.ts';

export function answerRuntime(ports: InjectPorts, event: unknown): Promise<InjectionAnswer | CheckAnswer> {
  const asks =
    typeof event === 'object' && event !== null && 'check' in event ? answerCheck : answerInjection;
  return asks(ports, event);
}
