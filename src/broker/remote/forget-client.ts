/** Ends clients that registered themselves, when nothing uses them any more (RFC 7592 section 2.3). */
import { unregisterClient } from '../../oauth/remote/register-client.ts';
import type { Secret } from '../../vault/secret.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { deleteUnused } from '../apps/delete-oauth-app.ts';
import { readApp } from '../apps/read-app.ts';
import { appDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import { appPlace } from '../sealed-places.ts';
import type { PublicOAuthApp } from '../stores.ts';
import { giveBackClient, type HolderPorts } from './held-clients.ts';

/** The ports of the end of a client. */
export type ForgetPorts = HolderPorts &
  RecordPorts &
  Pick<Ports, 'apps' | 'connections' | 'reads' | 'vault' | 'fetch' | 'clock' | 'random' | 'log'>;

interface OfServer {
  workspaceId: string;
  provider: string;
  /** The person for whom it is done. */
  actor: string;
}

/**
 * After the last connection of a remote server: deletes its clients, and tells the authorization server. A client of the last
 * hour stays for the next consent, since no other one would be registered so soon. Never rejects: the connection has ended.
 */
export async function forgetUnusedClient(ports: ForgetPorts, of: OfServer): Promise<void> {
  try {
    const versions = await ports.reads.oauthApps(of.workspaceId, of.provider);
    const [newest] = versions;
    const isByHand = newest?.remote?.registration === 'by-hand';
    const isYoung = (newest?.createdAt ?? 0) > ports.clock.now() - LIMITS.registrationPause;
    if (newest && !isByHand && !isYoung) await forgetClients(ports, of, versions);
  } catch (error) {
    // Another connection was made, or the table failed: the client stays.
    if (!(error instanceof Problem))
      ports.log.warn('client_not_forgotten', { workspaceId: of.workspaceId, provider: of.provider });
  }
}

/** Deletes all clients of a remote server. Throws `oauth_app_in_use` or `app_changed`, with no client deleted. */
export async function forgetClients(
  ports: ForgetPorts,
  of: OfServer,
  versions: PublicOAuthApp[],
): Promise<void> {
  const registrations = await Promise.all(versions.map((version) => registrationOf(ports, of, version)));
  await deleteUnused(ports, of, versions);
  for (const { remote, clientId } of versions) {
    const authorizationEndpoint = remote?.server.authorizationEndpoint;
    if (authorizationEndpoint === undefined) continue;
    await giveBackClient(ports, { owner: of.workspaceId, authorizationEndpoint, clientId });
  }
  const [newest] = versions;
  if (newest) await recordDeleted(ports, of, newest);
  const fetch = fetchUntil(ports, ports.clock.now() + LIMITS.providerDeadline);
  // A client that was carried over to a new version has one registration.
  const each = new Map(
    registrations.flatMap((found) => (found ? [[found.configurationEndpoint, found] as const] : [])),
  );
  for (const registration of each.values()) await unregisterClient(fetch, registration);
}

function recordDeleted(
  ports: ForgetPorts,
  { workspaceId, provider, actor }: OfServer,
  { clientId, version }: PublicOAuthApp,
): Promise<void> {
  return recordActivity(ports, workspaceId, {
    type: 'oauth_app_deleted',
    provider,
    clientId,
    version,
    actor,
  });
}

interface Registration {
  configurationEndpoint: string;
  registrationToken: Secret;
}

async function registrationOf(
  ports: ForgetPorts,
  { workspaceId: owner, provider }: OfServer,
  { version, uid: appUid, clientId }: PublicOAuthApp,
): Promise<Registration | undefined> {
  const app = await readApp(ports, { provider, appOwner: owner, appVersion: version, appUid, clientId });
  const configurationEndpoint = app?.remote?.configurationEndpoint;
  if (!app?.sealedRegistration || configurationEndpoint === undefined) return undefined;
  const registrationToken = await ports.vault.open(placeOf(owner, app), app.sealedRegistration);
  return { configurationEndpoint, registrationToken };
}

function placeOf(owner: string, app: OAuthApp) {
  const { provider, version } = app;
  return appPlace({ owner, provider, version }, 'sealedRegistration', appDestination(app));
}
