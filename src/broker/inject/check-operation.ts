/** Checks an injection request before its connection is read. */
import type { InjectionRequest, RefusalReason } from '../../contract/injection-messages.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { isOfProvider } from '../connection/is-own-row.ts';
import { LIMITS } from '../limits.ts';
import type { Person } from '../records.ts';
import { findServer } from '../servers/find-server.ts';
import { type Home, type Homes, homesOf } from '../servers/homes-of-call.ts';
import type { ConnectionKey } from '../stores.ts';
import type { InjectPorts } from './inject-ports.ts';
import { operationTime } from './operation-id.ts';
import { type Refused, type RefusedCall, refuse } from './refuse-injection.ts';
import { type Entered, isEnded, runtimeCaller, withPerson } from './runtime-caller.ts';
import { isToolHeld, toolHeld } from './tool-held.ts';
import { isTriable, notTriable } from './trial.ts';

/** A request that passed the checks. */
export interface CheckedOperation extends RefusedCall {
  request: InjectionRequest;
  registration: ServerRegistration;
  /** The registration of a remote server for which the connection must have been made. Absent for any other server. */
  instance: string | undefined;
  /** Where the connection may be, in the order in which the places count. */
  homes: Homes;
  key: ConnectionKey;
  /** Whose the connection is. Absent where the server has the workspace's connections alone. */
  connectionOf?: Home['connectionOf'];
  host: string | undefined;
  caller: Person | undefined;
}

/** A refusal, and for whom. */
export interface RefusedOperation {
  refusal: Refused;
  /** Undefined: nobody who belongs to a workspace of this name. */
  entered: Entered | undefined;
}

/** Returns the checked operation, or a refusal. Rejects if the verifier's keys or the registration cannot be read. */
export async function checkOperation(
  ports: InjectPorts,
  request: InjectionRequest,
): Promise<CheckedOperation | RefusedOperation> {
  const { operation } = request;
  if (!isOfNow(operation.id, ports.clock.now()))
    return { refusal: refuse(ports, 'invalid_request'), entered: undefined };
  // Then the caller: only a caller of the workspace has its own servers read, and a refusal recorded.
  const arrived = await runtimeCaller(ports, request);
  if (arrived === 'refused') return { refusal: refuse(ports, 'caller_not_authorized'), entered: undefined };
  const { workspaceId } = arrived;
  const server = await findServer(ports, { workspaceId, serverId: operation.server });
  const entered = server?.connectionOf ? await withPerson(ports, request, arrived) : arrived;
  if (server && request.trial && !isTriable(server.registration))
    return { refusal: notTriable(ports), entered };
  const reason = server ? refusalBy(server.registration, request) : ('unknown_server' as const);
  if (!server || reason) return { refusal: refuse(ports, reason ?? 'unknown_server'), entered };
  if (await isToolHeld(ports, workspaceId, operation)) return { refusal: toolHeld(ports), entered };
  const { registration } = server;
  const homes = homesOf(server, entered, request.connectionId);
  if (!homes || (await isEnded(ports, homes[0].key, entered)))
    return { refusal: refuse(ports, 'caller_not_authorized'), entered };
  const [{ key }] = homes;
  return {
    request,
    registration,
    instance: server.instance,
    homes,
    key,
    workspaceId,
    provider: registration.provider,
    server: operation.server,
    connectionId: key.connectionId,
    scopes: request.scopes,
    host: operation.host,
    operationId: operation.id,
    caller: entered.person,
  };
}

/** The reason why the registration does not allow the operation. Pure. */
function refusalBy(
  registration: ServerRegistration,
  { operation, connectionId, trial }: InjectionRequest,
): RefusalReason | undefined {
  if (isWithoutAddress(registration)) return 'unknown_server';
  if (connectionId && !isOfProvider(connectionId, registration.provider)) return 'invalid_request';
  // A trial is answered without a token then.
  if (operation.kind === 'discovery' && !registration.discovery && !trial) return 'tool_not_allowed';
  if (operation.kind === 'call' && registration.tools?.includes(operation.tool) === false)
    return 'tool_not_allowed';
  const { host } = operation;
  const { allowedHosts } = registration;
  const areHostsKnown = !allowedHosts.some((allowed) => allowed.includes('{'));
  if (host !== undefined && areHostsKnown && !allowedHosts.includes(host)) return 'host_not_allowed';
  return undefined;
}

/** An id holds its time (RFC 9562, UUIDv7), so that an old call cannot be repeated after its mark is gone (T139). */
const isOfNow = (id: string, now: number): boolean =>
  Math.abs(operationTime(id) - now) <= LIMITS.operationSkew;
