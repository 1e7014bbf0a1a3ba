/** What a member may not ask a provider for: scopes that an MCP server asked for, and that nobody registered (T235). */

import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { registrationInRow } from '../rows/registration-in-row.ts';
import type { ConnectionKey, PublicReads } from '../stores.ts';
import { readAsked } from './asked-scopes.ts';

type AskedPorts = Pick<Ports, 'servers' | 'stepUps' | 'clock'> & { reads: Pick<PublicReads, 'servers'> };

/** A consent that names scopes. */
interface Named {
  caller: Caller;
  key: ConnectionKey;
  provider: string;
  /** Those that the person named, and that the connection lacks. */
  scopes: readonly string[];
}

/**
 * Throws `forbidden` if a member names a scope that a server of the provider asked for within a day, for this connection, and
 * that no registration wants: an admin decides about it for all who use the connection. It reads nothing for an admin, and
 * nothing if no scope is named.
 */
export async function refuseAskedScopes(ports: AskedPorts, named: Named): Promise<void> {
  const { caller, key, provider, scopes } = named;
  if (scopes.length === 0 || caller.roles.get(key.workspaceId) === 'admin') return;
  const registrations = await registrationsOf(ports, key.workspaceId, provider);
  const wanted = new Set(registrations.flatMap((each) => each.scopes));
  const unregistered = scopes.filter((scope) => !wanted.has(scope));
  if (unregistered.length === 0) return;
  const ids = new Set([`provider:${provider}`, ...registrations.map(({ id }) => id)]);
  const asked = await Promise.all([...ids].map((serverId) => askedBy(ports, { ...key, serverId })));
  if (asked.flat().some((scope) => unregistered.includes(scope))) throw new Problem('forbidden');
}

async function askedBy(
  { stepUps, clock }: AskedPorts,
  item: Parameters<Ports['stepUps']['read']>[0],
): Promise<string[]> {
  const row = await stepUps.read(item);
  return readAsked(row?.asked ?? [], clock.now()).map(({ scope }) => scope);
}

/** Those of the catalogue and the stage, and the workspace's own. A row is input: one of another form registers nothing. */
async function registrationsOf(
  { servers, reads }: AskedPorts,
  workspaceId: string,
  provider: string,
): Promise<ServerRegistration[]> {
  const known = [...servers.values()].map(({ registration }) => registration);
  const own = (await reads.servers(workspaceId)).flatMap(({ record }) => {
    const registration = registrationInRow(record.registration);
    return registration ? [registration] : [];
  });
  return [...known, ...own].filter((each) => each.provider === provider);
}
