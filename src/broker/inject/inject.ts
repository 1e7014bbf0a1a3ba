/**
 * One injection: it checks the request, writes the single-use mark while it reads the connection, and puts the token
 * into the places that the server's registration names. Every error becomes a refusal (docs/architecture.md, "Five
 * walks").
 */

import type { Injection, InjectionAnswer, InjectionRequest } from '../../contract/injection-messages.ts';
import type { Concern } from '../apps/whose-trouble.ts';
import { accessEnd } from '../connection/about-to-expire.ts';
import { isOwnRow } from '../connection/is-own-row.ts';
import { openToken } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import { allowedHosts, apiHosts } from '../servers/allowed-hosts.ts';
import { placedFor } from '../servers/custom-api.ts';
import { homeReads, inhabited } from '../servers/homes-of-call.ts';
import { isOfOtherInstance } from '../servers/readiness.ts';
import { type CheckedOperation, checkOperation } from './check-operation.ts';
import { type Fresh, freshConnection } from './fresh-connection.ts';
import type { InjectPorts } from './inject-ports.ts';
import { markOperation, noteRefused, noteReplay } from './mark-operation.ts';
import { noteUse } from './note-use.ts';
import { recordRefused } from './record-refused.ts';
import { hostsBeforeRead, hostsOfConnection } from './recorded-hosts.ts';
import { refuse } from './refuse-injection.ts';
import { renderPlacements } from './render-placements.ts';
import { refuseChallenge } from './step-up.ts';
import { factsOfTrial, isWithoutToken } from './trial.ts';

/** The answer, and whether a tenant's app or endpoint decided about it, or took the time. */
export type Injected = { answer: InjectionAnswer } & Concern;

/** Returns the injection or a refusal. Rejects on any error; {@link failClosed} turns that into a refusal. */
export async function inject(ports: InjectPorts, request: InjectionRequest): Promise<Injected> {
  const asked = await checkOperation(ports, request);
  if ('refusal' in asked) {
    await recordRefused(ports, request, asked);
    return { answer: asked.refusal };
  }
  const { checked, isFirst, record } = await markAndRead(ports, asked);
  if (!isFirst) {
    await noteReplay(ports, checked);
    return { answer: refuse(ports, 'tool_call_replayed', checked) };
  }
  const use = await ofStoredInstance(ports, checked, record);
  const fresh = await unchallenged(ports, checked, await freshConnection(ports, use, record));
  const concern: Concern = fresh.concerns ? { concerns: fresh.concerns } : {};
  if ('refusal' in fresh) {
    await noteRefused(ports, checked, fresh.refusal.context);
    return { answer: fresh.refusal, ...concern };
  }
  await noteUse(ports, checked.key, fresh.connection);
  const context = await injection(ports, checked, fresh.connection);
  return { answer: { isAuthorized: true, context }, ...concern };
}

/**
 * A connection for another registration of a remote server is refused; but this process may hold a registration that an admin has
 * replaced, after which somebody connected anew. Then it is read again.
 */
async function ofStoredInstance(
  ports: InjectPorts,
  checked: CheckedOperation,
  record: Connection | undefined,
): Promise<CheckedOperation> {
  const { instance, workspaceId, server: serverId } = checked;
  if (!record || !isOfOtherInstance(instance, record)) return checked;
  const stored = await ports.ownServers.find({ workspaceId, serverId }, false, 'fresh');
  // The operation was checked for the address that is known here, so another one has to be asked for anew.
  const isSameAddress = stored?.registration?.url === checked.registration.url;
  return isSameAddress ? { ...checked, instance: stored?.remote?.instance } : checked;
}

/** The connection, unless the server asks for more than it has. */
async function unchallenged(ports: InjectPorts, checked: CheckedOperation, fresh: Fresh): Promise<Fresh> {
  if ('refusal' in fresh) return fresh;
  const refusal = await refuseChallenge(ports, checked, fresh.connection);
  return refusal ? { ...fresh, refusal } : fresh;
}

interface Marked {
  checked: CheckedOperation;
  isFirst: boolean;
  record: Connection | undefined;
}

/**
 * At once, unless the mark holds what only the connection says: which hosts the server has, or whose connection it is. Then the mark
 * comes after the read.
 */
async function markAndRead(ports: InjectPorts, asked: CheckedOperation): Promise<Marked> {
  const hosts = hostsBeforeRead(asked);
  const reading = inhabited(asked.homes, homeReads(ports));
  if (hosts && !asked.homes[0].connectionOf) {
    const [isFirst, { record }] = await Promise.all([markOperation(ports, asked, hosts), reading]);
    return { checked: asked, isFirst, record };
  }
  const { record, key, connectionOf } = await reading;
  const checked = { ...asked, key, connectionId: key.connectionId, ...(connectionOf && { connectionOf }) };
  const isFirst = await markOperation(ports, checked, hosts ?? hostsOfConnection(checked, record));
  return { checked, isFirst, record };
}

async function injection(
  ports: InjectPorts,
  checked: CheckedOperation,
  connection: Connection,
): Promise<Injection> {
  const { registration, key } = checked;
  if (!isOwnRow(key, connection)) throw new UnprovedRow();
  // Opening it proves what the row says of its destination.
  const accessToken = await openToken(ports, key, connection, 'sealedAccess');
  if (!accessToken) throw new UnprovedRow();
  const { placements, removeHeaders } = placedFor(registration, connection);
  const values = { clientId: connection.clientId, ...connection.variables, ...connection.facts };
  return {
    connectionId: key.connectionId,
    generation: connection.generation,
    ...(isWithoutToken(checked) ? { headers: {} } : renderPlacements(placements, accessToken, values)),
    removeHeaders,
    allowedHosts: allowedHosts(registration, connection),
    ...(checked.connectionOf && { connectionOf: checked.connectionOf }),
    ...(checked.instance !== undefined && registration.url !== undefined && { allowedUrl: registration.url }),
    ...factsOfTrial(checked, connection),
    ...(registration.apiHosts && { apiHosts: apiHosts(registration, connection) }),
    binding: registration.binding,
    expiresAt: expiresAt(connection, ports.clock.now()),
    maxUses: 1,
  };
}

/** The row has no token, or says that it belongs to another provider or workspace. */
class UnprovedRow extends Error {
  override name = 'UnprovedRow';
}

function expiresAt(connection: Connection, now: number): string {
  return new Date(
    Math.min(accessEnd(connection) ?? Number.POSITIVE_INFINITY, now + LIMITS.injectionLife),
  ).toISOString();
}
