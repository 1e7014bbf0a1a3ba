/**
 * The state of a question to connect (`requestState` of MCP 2026-07-28): bound to person, workspace, server, tool and arguments,
 * under the key of the day.
 */
import { type RequestBinding, type StateKey, verifyRequestState } from '../../../client/src/index.ts';
import { macOf } from '../../vault/mac.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';

type StatePorts = Pick<EndpointPorts, 'keys' | 'clock'>;

/** Key and binding for a new state. */
export async function stateFor(
  { keys, clock }: StatePorts,
  visit: Visit,
  call: { serverId: string; params: RequestBinding['params'] },
): Promise<StateKey & RequestBinding> {
  const day = Math.floor(clock.now() / LIMITS.sessionDay);
  return { key: await keyOf(keys, day), now: clock.now, ...bindingOf(visit, call) };
}

/** Whether a state was given out for this very call: today, or before midnight. */
export async function isOwnState(
  { keys, clock }: StatePorts,
  given: string,
  binding: RequestBinding,
): Promise<boolean> {
  const day = Math.floor(clock.now() / LIMITS.sessionDay);
  for (const epoch of [day, day - 1]) {
    const key = await keyOf(keys, epoch);
    if (verifyRequestState({ key, now: clock.now }, given, binding).valid) return true;
  }
  return false;
}

function bindingOf(
  { caller, workspaceId }: Visit,
  { serverId, params }: { serverId: string; params: RequestBinding['params'] },
): RequestBinding {
  const subject = JSON.stringify([caller.issuer, caller.subject]);
  return { workspaceId, subject, server: serverId, method: 'tools/call', params };
}

/** The keys of a day have several uses: each has its own. */
async function keyOf(keys: StatePorts['keys'], epoch: number): Promise<Uint8Array> {
  return macOf(await keys.of(epoch), ['connections/mcp-request-state/1']);
}
