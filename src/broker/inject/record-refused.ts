import type { InjectionRequest, RefusalReason } from '../../contract/injection-messages.ts';
import { recordedScopes, recordedTool, scopesOf } from '../activity/recorded-names.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { ToolCall } from '../records.ts';
import type { RefusedOperation } from './check-operation.ts';
import type { InjectPorts } from './inject-ports.ts';
import { operationDay } from './operation-id.ts';
import { named } from './recorded-hosts.ts';

/** Counted out of the log, and not recorded: a foreign caller has no record here, and a request without form has no place in it. */
const ONLY_COUNTED: readonly RefusalReason[] = ['caller_not_authorized', 'invalid_request'];

/**
 * Records an operation that was refused before its mark, if its caller belongs to the workspace. The record is the mark of its
 * id, so the same id is recorded once. Never rejects.
 */
export async function recordRefused(
  ports: InjectPorts,
  request: InjectionRequest,
  { refusal, entered }: RefusedOperation,
): Promise<void> {
  const { reason } = refusal.context;
  const { operation, connectionId, challengedScopes, trial } = request;
  if (!entered || ONLY_COUNTED.includes(reason)) return;
  const { workspaceId, person: caller } = entered;
  const at = ports.clock.now();
  try {
    const tool = operation.kind === 'call' ? operation.tool : undefined;
    const hosts = operation.host === undefined ? undefined : named(operation.host);
    const names = { server: operation.server, tool: recordedTool(tool), connectionId };
    const record = {
      ...{ at, caller, ...names, hosts, outcome: reason, ...scopesOf(refusal.context) },
      challengedScopes: recordedScopes(challengedScopes),
      trial,
    };
    await ports.toolCalls.add(
      { workspaceId, day: operationDay(operation.id), operationId: operation.id },
      {
        record: record satisfies { [K in keyof ToolCall]: ToolCall[K] | undefined },
        writeId: newId(ports),
        forgetAt: at + LIMITS.toolCallRetention,
      },
    );
  } catch (error) {
    const fields = { workspaceId, operationId: operation.id, outcome: reason };
    ports.log.warn('refusal_not_recorded', { ...fields, error: errorName(error) });
  }
}
