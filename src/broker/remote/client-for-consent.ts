/**
 * The client with which a consent for a remote server begins. The server's metadata is read again before a person is sent
 * anywhere: what an admin registered counts, and what has changed since is refused and not followed (T192).
 */
import type { DiscoveredServer, RemoteServer } from '../../contract/servers/remote-server.ts';
import { DiscoveryRefused } from '../../oauth/remote/discovery-refused.ts';
import type { ResourceMetadata } from '../../oauth/remote/resource-metadata.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { declareGrantDead } from '../tokens/declare-grant-dead.ts';
import { type DiscoverPorts, discovered } from './discover-remote.ts';
import { ensureClient } from './ensure-client.ts';
import type { ClientPorts } from './remote-client.ts';
import { type RemoteRecord, remoteRecord, serverIdOf } from './remote-record.ts';

/** The ports of the start of a consent for a remote server. */
export type ConsentClientPorts = DiscoverPorts & ClientPorts & Pick<Ports, 'connections'>;

interface Wanted {
  workspaceId: string;
  /** `remote~name`. */
  provider: string;
  /** The person who starts. */
  actor: string;
}

/** A client, and the issuer that its authorization server names in answers now. */
export interface ClientForConsent {
  app: PinnedApp;
  expectedIssuer: string;
}

/**
 * Throws `unknown_provider`, `issuer_changed`, `metadata_changed`, `app_not_available`, and the problems of a registration. An
 * authorization server that does not answer now changes nothing: the consent goes on with what is stored.
 */
export async function clientForConsent(ports: ConsentClientPorts, wanted: Wanted): Promise<ClientForConsent> {
  const { workspaceId, provider, actor } = wanted;
  const stored = await remoteRecord(ports, wanted);
  if (!stored) throw new Problem('unknown_provider');
  const now = await metadataNow(ports, workspaceId, stored);
  if (now === 'other_issuer') {
    await endGrants(ports, wanted);
    throw new Problem('issuer_changed');
  }
  if (now && !isKept(stored.server, now)) throw new Problem('metadata_changed');
  await noteLostClient(ports, wanted);
  const of = { ...stored, workspaceId, serverId: serverIdOf(provider), actor, isConsent: true as const };
  const app = await ensureClient(ports, of);
  if (!app) throw new Problem('app_not_available');
  const { uid: appUid, version: appVersion, clientId, variables = {} } = app;
  const issuer = now ?? stored.server;
  return {
    app: { provider, appOwner: workspaceId, appVersion, appUid, clientId, variables },
    expectedIssuer: issuer.claimedIssuer ?? issuer.issuer,
  };
}

/** The server names another issuer now: nothing is asked there. */
class OtherIssuer extends Error {
  override name = 'OtherIssuer';
}

/** Undefined: nobody says anything now. */
async function metadataNow(
  ports: ConsentClientPorts,
  workspaceId: string,
  { server }: RemoteRecord,
): Promise<DiscoveredServer | 'other_issuer' | undefined> {
  const { url, issuer, resource, claimedIssuer } = server;
  const confirmed = { issuer, resource, claimedIssuer };
  const judgeResource = (named: ResourceMetadata | undefined) => refuseOther(server, named);
  try {
    return await discovered(ports, { workspaceId, url, confirmed, judgeResource });
  } catch (error) {
    if (error instanceof OtherIssuer) return 'other_issuer';
    if (!(error instanceof DiscoveryRefused)) throw error;
    const isSilent = error.fault === 'unreachable' || error.fault === 'no_authorization_server';
    if (isSilent) return undefined;
    throw new Problem('metadata_changed', { cause: error });
  }
}

/**
 * Only a document says that the issuer is another one: what it named before is not replaced by the server's own origin because the
 * document cannot be read now.
 */
function refuseOther({ url, issuer, resource }: RemoteServer, named: ResourceMetadata | undefined): void {
  // A document of another resource, such as that of the whole host, says nothing of this one.
  if (named && named.resource !== resource) throw new DiscoveryRefused('resource_mismatch');
  if (named && named.issuer !== issuer) throw new OtherIssuer();
  const isOfOrigin = issuer === new URL(url).origin && resource === url;
  if (!named && !isOfOrigin) throw new DiscoveryRefused('unreachable');
}

/** Whether everything that gets a secret, or protects one, is as it was confirmed. Scopes and documents may change. */
function isKept(stored: RemoteServer, now: DiscoveredServer): boolean {
  const same = [
    'resource',
    'authorizationEndpoint',
    'tokenEndpoint',
    'registrationEndpoint',
    'revocationEndpoint',
    'userinfoEndpoint',
    'introspectionEndpoint',
    'jwksUri',
  ] as const;
  const isProtected = now.issuerInResponse || !stored.issuerInResponse;
  return isProtected && same.every((name) => stored[name] === now[name]);
}

/** The tokens are of an authorization server that the server does not name any more: nothing of them is sent. */
async function endGrants(ports: ConsentClientPorts, { workspaceId, provider }: Wanted): Promise<void> {
  for (const { key, record } of await ports.connections.list(workspaceId))
    if (record.provider === provider)
      await declareGrantDead(ports, { key, record, reason: 'issuer_changed' });
}

/** A refresh that found the client unknown says so in the connection; the client of the next consent is a new one. */
async function noteLostClient(ports: ConsentClientPorts, { workspaceId, provider }: Wanted): Promise<void> {
  const newest = await ports.apps.newest(workspaceId, provider);
  if (!newest || newest.lostAt !== undefined) return;
  const all = await ports.connections.list(workspaceId);
  const isLost = all.some(
    ({ record }) =>
      record.provider === provider && record.reason === 'client_lost' && record.appUid === newest.uid,
  );
  if (isLost) await noteLost(ports, { workspaceId, provider, version: newest.version, uid: newest.uid });
}

/** Notes that the authorization server does not know this version of the client. */
export async function noteLost(
  ports: Pick<Ports, 'apps' | 'clock' | 'random'>,
  {
    workspaceId: owner,
    provider,
    version,
    uid,
  }: { workspaceId: string; provider: string; version: number; uid: string },
): Promise<void> {
  await ports.apps.change(
    { owner, provider, version },
    { expect: { uid: { is: uid } }, set: { lostAt: ports.clock.now() }, writeId: newId(ports) },
  );
}
