/** What an admin puts for a server, completed and checked, as it is stored. Every fault names its field and its reason. */

import type { FieldFault } from '../../contract/problems.ts';
import { placementFaults } from '../../contract/servers/placement-faults.ts';
import {
  hostOf,
  isWithoutAddress,
  type Placement,
  type ServerRegistration,
} from '../../contract/servers/server-registration.ts';
import { isScopeToken, scopesOf } from '../../oauth/scopes.ts';
import { areUrlNames, templateNames } from '../../providers/template-names.ts';
import { isCustom } from '../apps/find-provider.ts';
import { isOfProvider } from '../connection/is-own-row.ts';
import { Problem } from '../errors.ts';
import type { Ports, StoredServer } from '../ports.ts';
import { CUSTOM_HOSTS } from './allowed-hosts.ts';
import { knownServer } from './find-server.ts';
import { type ServerUrlPorts, serverUrlFault } from './server-url.ts';

/** The ports of the checks. */
export type ServerOfBodyPorts = ServerUrlPorts & Pick<Ports, 'catalogue' | 'servers' | 'reads'>;

/** The body of a PUT. Fields that are absent have defaults. */
export type ServerBody = {
  [K in keyof Omit<ServerRegistration, 'id' | 'allowedHosts' | 'apiHosts'>]?:
    | ServerRegistration[K]
    | undefined;
} & { connectionId?: string | undefined };

interface Put {
  workspaceId: string;
  serverId: string;
  server: ServerBody;
}

type Fault = { pointer: string; reason: FieldFault };

/**
 * Returns what is stored. Throws `server_id_reserved` for a registration of an id that is not the workspace's, `unknown_provider`,
 * `too_many_at_once`, or `server_refused` with every fault.
 */
export async function serverOfBody(ports: ServerOfBodyPorts, put: Put): Promise<StoredServer> {
  const known = knownServer(ports, put.serverId);
  return known ? choicesFor(ports, put, known) : ownServer(ports, put);
}

async function choicesFor(
  ports: ServerOfBodyPorts,
  { workspaceId, server }: Put,
  known: ServerRegistration,
): Promise<StoredServer> {
  const { url, connectionId, ...more } = server;
  if (Object.values(more).some((value) => value !== undefined)) throw new Problem('server_id_reserved');
  await refuseUnknownProvider(ports, workspaceId, known.provider);
  const needsAddress = isWithoutAddress(known);
  await refuseFaults([
    ...(url !== undefined && !needsAddress ? [fault('/url', 'has_address')] : []),
    ...(needsAddress ? await urlFaults(ports, { workspaceId, provider: known.provider, url }) : []),
    ...(await accountFaults(ports, workspaceId, known.provider, connectionId)),
  ]);
  return { url, connectionId };
}

async function ownServer(ports: ServerOfBodyPorts, put: Put): Promise<StoredServer> {
  const { workspaceId, serverId, server } = put;
  const { provider, url, connectionId } = server;
  if (serverId.includes(':')) throw new Problem('server_id_reserved');
  if (provider === undefined)
    throw new Problem('server_refused', { errors: [fault('/provider', 'required')] });
  await refuseUnknownProvider(ports, workspaceId, provider);
  const registration = completed(ports, serverId, { ...server, provider });
  const { binding, scopes } = registration;
  await refuseFaults([
    ...(url === undefined && server.placements === undefined
      ? [fault('/url', 'required')]
      : placementFaults(registration, templateNames(ports.catalogue.get(provider)))),
    ...(url === undefined && binding !== 'process' ? [fault('/binding', 'needs_url')] : []),
    ...(url !== undefined && binding === 'process' ? [fault('/url', 'no_url')] : []),
    ...(await urlFaults(ports, { workspaceId, provider, url })),
    ...(await scopeFaults(ports, workspaceId, provider, scopes)),
    ...(await accountFaults(ports, workspaceId, provider, connectionId)),
  ]);
  return { registration, connectionId };
}

/** A provider of a workspace's own exists while the workspace has an app of it. */
async function refuseUnknownProvider(
  { catalogue, reads }: Pick<Ports, 'catalogue' | 'reads'>,
  workspaceId: string,
  provider: string,
): Promise<void> {
  if (catalogue.has(provider)) return;
  const apps = isCustom(provider) ? await reads.oauthApps(workspaceId, provider) : [];
  if (apps.length === 0) throw new Problem('unknown_provider');
}

/** The caller's own credentials are never forwarded (T148). */
const ALWAYS_REMOVED = ['Authorization', 'Cookie'];
const BEARER: Placement = { in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' };

function completed(
  { catalogue }: Pick<Ports, 'catalogue'>,
  id: string,
  { connectionId: _, tools, url, ...server }: ServerBody & { provider: string },
): ServerRegistration {
  const { name = id, provider, placements, removeHeaders = [], scopes = [], discovery = true } = server;
  const apiHosts = catalogue.get(provider)?.api.hosts ?? [CUSTOM_HOSTS];
  return {
    ...{ id, name, provider, discovery, scopes, apiHosts },
    ...(url !== undefined && { url }),
    ...(tools && { tools }),
    allowedHosts: url === undefined ? [] : [hostOf(url) ?? url],
    placements: placements ?? (url === undefined ? [] : [BEARER]),
    binding: server.binding ?? (url === undefined ? 'process' : 'request'),
    removeHeaders: [...new Set([...removeHeaders, ...ALWAYS_REMOVED])],
  };
}

async function urlFaults(
  ports: ServerOfBodyPorts,
  { workspaceId, provider, url }: { workspaceId: string; provider: string; url: string | undefined },
): Promise<Fault[]> {
  if (url === undefined) return [];
  const isNamed = hostOf(url) !== undefined && !areUrlNames(ports.catalogue.get(provider), url);
  if (isNamed) return [fault('/url', 'unknown_name')];
  const reason = await serverUrlFault(ports, { workspaceId, url });
  return reason ? [fault('/url', reason)] : [];
}

/** A scope that is not of the catalogue can be asked for by an app of the workspace alone, whose owner knows its scopes. */
async function scopeFaults(
  { catalogue, reads }: Pick<Ports, 'catalogue' | 'reads'>,
  workspaceId: string,
  provider: string,
  scopes: readonly string[],
): Promise<Fault[]> {
  const known = catalogue.get(provider);
  const listed = new Set(known ? scopesOf(known) : scopes);
  const faults = scopes.flatMap((scope, index): Fault[] => {
    if (!isScopeToken(scope, known)) return [fault(`/scopes/${index}`, 'malformed_scope')];
    return listed.has(scope) ? [] : [fault(`/scopes/${index}`, 'ungrantable_scope')];
  });
  if (!faults.some(({ reason }) => reason === 'ungrantable_scope')) return faults;
  const hasOwnApp = (await reads.oauthApps(workspaceId, provider)).length > 0;
  return hasOwnApp ? faults.filter(({ reason }) => reason !== 'ungrantable_scope') : faults;
}

async function accountFaults(
  { reads }: Pick<Ports, 'reads'>,
  workspaceId: string,
  provider: string,
  connectionId: string | undefined,
): Promise<Fault[]> {
  if (connectionId === undefined) return [];
  const known = isOfProvider(connectionId, provider)
    ? await reads.connection({ workspaceId, connectionId })
    : undefined;
  const isThere = known !== undefined && known.status !== 'disconnected';
  return isThere ? [] : [fault('/connectionId', 'unknown_connection')];
}

function fault(pointer: string, reason: FieldFault): Fault {
  return { pointer, reason };
}

async function refuseFaults(errors: Fault[]): Promise<void> {
  if (errors.length > 0) throw new Problem('server_refused', { errors });
}
