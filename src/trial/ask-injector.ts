/** Asks token-injector for the one injection of a trial, and judges its answer. */
import { guardFromLogs } from '../../client/src/guard-from-logs.ts';
import { judgeInjectionAnswer } from '../../client/src/judge-answer.ts';
import { errorName } from '../broker/error-name.ts';
import { Problem } from '../broker/errors.ts';
import type { Injection, Operation } from '../contract/injection-messages.ts';
import type { TrialOf, TrialPorts } from './trial-ports.ts';

/** An injection with the registered address. No request of the person says where the token goes. */
export type TrialInjection = Injection & { url: string; connectedAt: string };

/**
 * Returns the injection for the account that was asked for, or for the one that the server uses. The id of the operation is spent,
 * whatever follows. @throws {Problem} `call_refused`, `confirmation_mismatch`, `server_unreachable`, `temporarily_unavailable`
 */
export async function askInjector(
  ports: TrialPorts,
  { workspaceId, callerToken }: TrialOf,
  { operation, connectionId }: { operation: Operation; connectionId: string | undefined },
): Promise<TrialInjection> {
  const asked = { version: '1' as const, workspaceId, callerToken, operation, trial: true as const };
  const request = connectionId === undefined ? asked : { ...asked, connectionId };
  const answer = judgeInjectionAnswer(await ports.invokeInjector(request).catch(unavailable(ports)));
  if (!answer) throw new Problem('temporarily_unavailable');
  if (!answer.isAuthorized) throw new Problem('call_refused', { refusal: answer.context });
  const { url, connectedAt, binding } = answer.context;
  if (connectionId !== undefined && connectionId !== answer.context.connectionId)
    throw new Problem('confirmation_mismatch');
  if (url === undefined || connectedAt === undefined || binding === 'process')
    throw new Problem('server_unreachable', { failure: 'address_refused' });
  // A trial is one session, whatever the binding: a server that takes the token with each request gets it with each.
  return guardFromLogs({ ...answer.context, binding: 'session' }) as TrialInjection;
}

function unavailable({ log }: Pick<TrialPorts, 'log'>) {
  return (error: unknown): never => {
    log.error('trial_failed', { error: errorName(error) });
    throw new Problem('temporarily_unavailable');
  };
}
