/** One client at the authorization server of a remote server: whether it may be used, and how it is stored. */
import type { RemoteClient, RemoteServer } from '../../contract/servers/remote-server.ts';
import type { Secret } from '../../vault/secret.ts';
import type { QuotaPorts } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { HeldClient } from '../apps/held-clients.ts';
import { newestApp } from '../apps/read-app.ts';
import { sealedApp } from '../apps/seal-app.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import type { ForgetPorts } from './forget-client.ts';
import { type RemoteRecord, remoteProviderId } from './remote-record.ts';

/** The ports of a registration. */
export type ClientPorts = QuotaPorts &
  ForgetPorts &
  Pick<Ports, 'serverRecords'> & {
    settings: Pick<Ports['settings'], 'environment' | 'apiOrigin' | 'clientDocumentUrl'>;
  };

/** Whose client it is, at which server. */
export interface ClientOf extends RemoteRecord {
  workspaceId: string;
  serverId: string;
  /** The person for whom it is done. */
  actor: string;
  /** A member's consent needs the client, and not an admin's registration of the server. */
  isConsent?: true;
}

/** A client as it is about to be stored. */
export interface NewClient {
  clientId: string;
  client: RemoteClient;
  clientSecret?: Secret | undefined;
  registrationToken?: Secret | undefined;
  /** The `sub` of the admin who gave the secret. Absent: there is none, or the authorization server gave it. */
  secretSetBy?: string | undefined;
}

/** Whether the newest client may begin a consent. One by hand is used until an admin replaces it. */
export function isUsable(
  app: Pick<OAuthApp, 'remote' | 'deletingAt' | 'lostAt'>,
  server: RemoteServer,
  now: number,
): boolean {
  const { remote, deletingAt, lostAt } = app;
  if (!remote || deletingAt !== undefined || remote.server.instance !== server.instance) return false;
  const { registration, method } = remote;
  if (registration === 'by-hand') return true;
  // A server may have withdrawn the kind of client that this is.
  if (!server.clientMethods.includes(method)) return false;
  // A document is the same client however often it is lost.
  if (registration === 'document') return server.takesDocument;
  return lostAt === undefined && (remote.secretExpiresAt ?? Number.POSITIVE_INFINITY) > now;
}

/** Stores a new version. If another process stored one at the same time, that one is used. */
export async function storeClient(
  ports: ClientPorts,
  of: ClientOf,
  made: NewClient,
): Promise<OAuthApp | undefined> {
  const { workspaceId: owner, serverId, server } = of;
  const provider = remoteProviderId(serverId);
  const newest = await ports.apps.newest(owner, provider);
  const version = (newest?.version ?? 0) + 1;
  const now = ports.clock.now();
  const key = { owner, provider, version };
  const app = {
    ...{ uid: newId(ports), provider, version, clientId: made.clientId },
    ...{ variables: { instance: server.instance }, remote: made.client, createdAt: now, secretSetAt: now },
    ...(made.secretSetBy !== undefined && { secretSetBy: made.secretSetBy }),
  };
  const record = sealedApp(await ports.vault.sealer(), key, app, made.clientSecret, made.registrationToken);
  const change = { expect: { uid: { absent: true as const } }, set: record, writeId: newId(ports) };
  if (!(await ports.apps.change(key, change))) return newestApp(ports, owner, provider);
  await recordActivity(ports, owner, {
    type: 'oauth_client_registered',
    ...{ provider, server: serverId, clientId: made.clientId, version, actor: of.actor },
  });
  return record;
}

/** The client as its owner holds it at the place where a browser goes. */
export function heldOf({ workspaceId: owner, server }: ClientOf, clientId: string): HeldClient {
  return { owner, authorizationEndpoint: server.authorizationEndpoint, clientId };
}
