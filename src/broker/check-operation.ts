/** Everything about an injection request that can be judged before anything is read. */
import type { InjectionRequest, RefusalReason } from '../contract/injection-messages.ts';
import type { ServerRegistration } from '../contract/server-registration.ts';
import { areHostsKnown } from './allowed-hosts.ts';
import { customApi } from './custom-api.ts';
import { Problem } from './errors.ts';
import type { InjectNeeds } from './inject.ts';
import { LIMITS } from './limits.ts';
import { operationTime } from './operation-id.ts';
import type { ConnectionKey } from './ports.ts';
import type { Person } from './records.ts';
import { type Refused, refuse } from './refuse-injection.ts';

export interface CheckedOperation {
  request: InjectionRequest;
  registration: ServerRegistration;
  key: ConnectionKey;
  workspaceId: string;
  provider: string;
  caller: Person | undefined;
}

export async function checkOperation(
  ports: InjectNeeds,
  request: InjectionRequest,
): Promise<CheckedOperation | { refusal: Refused }> {
  const { workspaceId, operation } = request;
  const known = ports.servers.get(operation.server)?.registration ?? customApi(operation.server);
  const early = known && refusalBy(known, request, ports.clock.now());
  if (early) return { refusal: refuse(ports, early) };
  const caller = await verifiedCaller(ports, request);
  if (caller === 'refused') return { refusal: refuse(ports, 'caller_not_authorized') };
  // A workspace's own servers are read, so only for a caller who belongs to it.
  const registration = known ?? (await ports.ownServers.find({ workspaceId, serverId: operation.server }));
  if (!registration) return { refusal: refuse(ports, 'unknown_server') };
  const refusal = known ? undefined : refusalBy(registration, request, ports.clock.now());
  if (refusal) return { refusal: refuse(ports, refusal) };
  const { provider } = registration;
  const key = { workspaceId, connectionId: request.connectionId ?? provider };
  return { request, registration, key, workspaceId, provider, caller };
}

/** Pure. */
function refusalBy(
  registration: ServerRegistration,
  { operation, connectionId }: InjectionRequest,
  now: number,
): RefusalReason | undefined {
  if (Math.abs(operationTime(operation.id) - now) > LIMITS.operationSkew) return 'invalid_request';
  if (connectionId && !isOfProvider(connectionId, registration.provider)) return 'invalid_request';
  if (operation.kind === 'discovery' && !registration.discovery) return 'tool_not_allowed';
  if (operation.kind === 'call' && registration.tools?.includes(operation.tool) === false)
    return 'tool_not_allowed';
  if (
    operation.host !== undefined &&
    areHostsKnown(registration) &&
    !registration.allowedHosts.includes(operation.host)
  ) {
    return 'host_not_allowed';
  }
  return undefined;
}

/** `google` and `google~sales` are connections of `google` (T058). */
function isOfProvider(connectionId: string, provider: string): boolean {
  return connectionId === provider || connectionId.startsWith(`${provider}~`);
}

/** The workspace is the caller's, as their own token says, and not as the runtime says (T047, T056). */
async function verifiedCaller(
  { verifyCaller }: InjectNeeds,
  { callerToken, workspaceId }: InjectionRequest,
): Promise<Person | undefined | 'refused'> {
  if (!verifyCaller) return undefined;
  if (!callerToken) return 'refused';
  try {
    const caller = await verifyCaller(callerToken);
    if (!caller.roles.has(workspaceId)) return 'refused';
    return { issuer: caller.issuer, subject: caller.subject };
  } catch (error) {
    // Keys that cannot be had now accuse nobody; the answer is then "try again".
    if (error instanceof Problem && error.code === 'temporarily_unavailable') throw error;
    return 'refused';
  }
}
