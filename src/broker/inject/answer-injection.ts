/** The contract of an injection: every event gets an answer. */
import type { InjectionAnswer } from '../../contract/injection-messages.ts';
import { failClosed } from './fail-closed.ts';
import { inject } from './inject.ts';
import type { InjectPorts } from './inject-ports.ts';
import { readInjectionRequest } from './read-request.ts';
import { hostsOfAnswer } from './recorded-hosts.ts';
import { refuse } from './refuse-injection.ts';

/** Answers an injection request. Never rejects; a failure is answered `temporarily_unavailable`. */
export async function answerInjection(ports: InjectPorts, event: unknown): Promise<InjectionAnswer> {
  const request = readInjectionRequest(event);
  if (!request) {
    ports.log.info('injection', { outcome: 'invalid_request' });
    return refuse(ports, 'invalid_request');
  }
  const { workspaceId, operation } = request;
  const fields = { workspaceId, server: operation.server, operationId: operation.id };
  const began = ports.clock.now();
  try {
    const { answer, ...concern } = await inject(ports, request);
    const outcome = answer.isAuthorized ? 'injected' : answer.context.reason;
    const hosts = hostsOfAnswer(request, answer);
    const durationMs = ports.clock.now() - began;
    ports.log.info('injection', { ...fields, hosts, outcome, durationMs, ...concern });
    return answer;
  } catch (error) {
    return failClosed(ports, fields, error);
  }
}
