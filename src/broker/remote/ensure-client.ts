/**
 * Makes the broker a client of a remote server's authorization server: registered beforehand, by its metadata document, or by
 * dynamic registration, in this order (MCP 2026-07-28, "Client Registration Approaches").
 */
import { isDeepStrictEqual } from 'node:util';
import type { RemoteServer } from '../../contract/servers/remote-server.ts';
import { clientDocumentUrl, documentUse } from '../../oauth/remote/client-document.ts';
import { holdClientAlone } from '../apps/held-clients.ts';
import { newestApp } from '../apps/read-app.ts';
import { appDestination } from '../destination.ts';
import type { OAuthApp } from '../records.ts';
import { appPlace } from '../sealed-places.ts';
import { registeredClient } from './registered-client.ts';
import {
  type ClientOf,
  type ClientPorts,
  heldOf,
  isUsable,
  type NewClient,
  storeClient,
} from './remote-client.ts';
import { remoteProviderId } from './remote-record.ts';

/**
 * The client for the next consent: the newest one while it may be used, else a new one. Undefined: an admin has to register one by
 * hand. Throws `registration_refused`, `too_many_requests`, `client_id_reserved` or `temporarily_unavailable`.
 */
export async function ensureClient(ports: ClientPorts, of: ClientOf): Promise<OAuthApp | undefined> {
  const newest = await newestApp(ports, of.workspaceId, remoteProviderId(of.serverId));
  if (newest && isUsable(newest, of.server, ports.clock.now())) return carriedOver(ports, of, newest);
  if (documentUse(ports.settings, of.server) === 'possible')
    return storeClient(ports, of, ofDocument(ports, of.server));
  if (!of.server.registrationEndpoint) return undefined;
  return registeredClient(ports, of);
}

function ofDocument({ settings }: ClientPorts, server: RemoteServer): NewClient {
  const { apiOrigin, clientDocumentUrl: fixed } = settings;
  const clientId = fixed ?? clientDocumentUrl(apiOrigin, server.instance);
  return { clientId, client: { server, registration: 'document', method: 'none' } };
}

/** The same client with what an admin confirmed anew: connections keep the version that they were made with. */
async function carriedOver(ports: ClientPorts, of: ClientOf, app: OAuthApp): Promise<OAuthApp | undefined> {
  const { remote } = app;
  if (!remote || isDeepStrictEqual(remote.server, of.server)) return app;
  // A browser may go to another place now, where somebody else may hold a client of this id.
  await holdClientAlone(ports, heldOf(of, app.clientId));
  const key = { owner: of.workspaceId, provider: app.provider, version: app.version };
  const open = (field: 'sealedSecret' | 'sealedRegistration') => {
    const sealed = app[field];
    return sealed && ports.vault.open(appPlace(key, field, appDestination(app)), sealed);
  };
  return storeClient(ports, of, {
    clientId: app.clientId,
    client: { ...remote, server: of.server },
    clientSecret: await open('sealedSecret'),
    registrationToken: await open('sealedRegistration'),
    secretSetBy: app.secretSetBy,
  });
}
