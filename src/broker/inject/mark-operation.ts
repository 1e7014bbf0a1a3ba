/** The single-use mark of an operation, which is also its audit record. */
import type { Refusal } from '../../contract/injection-messages.ts';
import { recordedScopes, recordedTool, scopesOf } from '../activity/recorded-names.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { CheckedOperation } from './check-operation.ts';
import type { InjectPorts } from './inject-ports.ts';
import { operationDay } from './operation-id.ts';

/**
 * Marks an operation id as used. False: it was used in this workspace before. The outcome is `injected` from the start:
 * a crash can then only record too much, and a normal call needs one write. `hosts`: see src/broker/inject/recorded-hosts.ts.
 */
export function markOperation(
  ports: InjectPorts,
  checked: CheckedOperation,
  hosts: string[],
): Promise<boolean> {
  const { request, key, caller } = checked;
  const { operation } = request;
  const at = ports.clock.now();
  return ports.toolCalls.add(callKey(checked), {
    record: {
      at,
      caller,
      server: operation.server,
      tool: operation.kind === 'call' ? recordedTool(operation.tool) : undefined,
      connectionId: key.connectionId,
      hosts,
      outcome: 'injected',
      challengedScopes: recordedScopes(request.challengedScopes),
      connectionOf: checked.connectionOf,
      trial: request.trial,
    },
    writeId: newId(ports),
    forgetAt: at + LIMITS.toolCallRetention,
  });
}

/** Replaces the outcome `injected` with the reason of the refusal, and adds the scopes that were missing. */
export async function noteRefused(
  ports: InjectPorts,
  checked: CheckedOperation,
  refusal: Refusal,
): Promise<void> {
  await ports.toolCalls.change(callKey(checked), {
    expect: { outcome: { is: 'injected' } },
    set: { outcome: refusal.reason, ...scopesOf(refusal) },
    writeId: newId(ports),
  });
}

/** Notes on the record that its id was presented again: once, however often that happens. Never rejects. */
export async function noteReplay(ports: InjectPorts, checked: CheckedOperation): Promise<void> {
  try {
    await ports.toolCalls.change(callKey(checked), {
      expect: { at: { moreThan: 0 }, replayedAt: { absent: true } },
      set: { replayedAt: ports.clock.now() },
      writeId: newId(ports),
    });
  } catch (error) {
    const { workspaceId, request } = checked;
    const fields = { workspaceId, operationId: request.operation.id, error: errorName(error) };
    ports.log.warn('refusal_not_recorded', { ...fields, outcome: 'tool_call_replayed' });
  }
}

function callKey({ workspaceId, request }: CheckedOperation) {
  const { id } = request.operation;
  return { workspaceId, day: operationDay(id), operationId: id };
}
