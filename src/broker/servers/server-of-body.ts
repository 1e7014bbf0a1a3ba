/** What an admin puts for a server, completed and checked, as it is stored. Every fault names its field and its reason. */

import { placementFaults } from '../../contract/servers/placement-faults.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import { hostOf } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { isScopeToken, scopesOf } from '../../oauth/scopes.ts';
import { templateNames } from '../../providers/template-names.ts';
import { isCustom } from '../apps/provider-kinds.ts';
import { Problem } from '../errors.ts';
import type { Ports, StoredServer } from '../ports.ts';
import { CUSTOM_HOSTS } from './allowed-hosts.ts';
import {
  ALWAYS_REMOVED,
  accountFaults,
  BEARER,
  type Fault,
  fault,
  type PutServer,
  refuseFaults,
  type ServerBody,
  type ServerOfBodyPorts,
  urlFaults,
} from './body-of-server.ts';
import { knownServer } from './find-server.ts';
import { isRemoteBody, remoteServerOfBody } from './remote-server-of-body.ts';

/**
 * Returns what is stored. Throws `server_id_reserved` for a registration of an id that is not the workspace's, `unknown_provider`,
 * `too_many_at_once`, or `server_refused` with every fault.
 */
export async function serverOfBody(ports: ServerOfBodyPorts, put: PutServer): Promise<StoredServer> {
  const known = knownServer(ports, put.serverId)?.registration;
  return known ? choicesFor(ports, put, known) : ownServer(ports, put);
}

async function choicesFor(
  ports: ServerOfBodyPorts,
  { workspaceId, server }: PutServer,
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

async function ownServer(ports: ServerOfBodyPorts, put: PutServer): Promise<StoredServer> {
  const { workspaceId, serverId, server } = put;
  const { provider, url, connectionId } = server;
  if (serverId.includes(':')) throw new Problem('server_id_reserved');
  if (isRemoteBody(put)) return remoteServerOfBody(ports, put);
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

function completed(
  { catalogue }: Pick<Ports, 'catalogue'>,
  id: string,
  { connectionId: _, confirmed: __, tools, url, ...server }: ServerBody & { provider: string },
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
