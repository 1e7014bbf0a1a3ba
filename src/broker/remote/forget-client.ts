/** Ends clients that registered themselves, when nothing uses them any more (RFC 7592 section 2.3). */
import { unregisterClient } from '../../oauth/remote/register-client.ts';
import type { Secret } from '../../vault/secret.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { deleteUnused } from '../apps/delete-oauth-app.ts';
import { giveBackClients, type HolderPorts } from '../apps/held-clients.ts';
import { readApp } from '../apps/read-app.ts';
import { appDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import { appPlace } from '../sealed-places.ts';
import type { PublicOAuthApp, PublicReads } from '../stores.ts';

/** The ports of the end of a client. */
export type ForgetPorts = HolderPorts &
  RecordPorts &
  Pick<Ports, 'apps' | 'connections' | 'vault' | 'fetch' | 'clock' | 'random' | 'log'> & {
    reads: Pick<PublicReads, 'oauthApps'>;
  };

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

/**
 * Deletes clients that a newer one has taken the place of for an hour, and that no connection was made with: by then no consent is
 * open that began with one. Never rejects: what is left is deleted the next time.
 */
export async function forgetSuperseded(ports: ForgetPorts, of: Omit<OfServer, 'actor'>): Promise<void> {
  try {
    const versions = await ports.reads.oauthApps(of.workspaceId, of.provider);
    const pinned = new Set((await ports.connections.list(of.workspaceId)).map(({ record }) => record.appUid));
    const before = ports.clock.now() - LIMITS.registrationPause;
    const isSuperseded = (index: number) => (versions[index - 1]?.createdAt ?? ports.clock.now()) <= before;
    const old = versions.filter(({ uid }, index) => index > 0 && isSuperseded(index) && !pinned.has(uid));
    const kept = versions.filter((each) => !old.includes(each));
    for (const version of old) await forgetVersion(ports, of, { version, kept });
  } catch {
    ports.log.warn('client_not_forgotten', { ...of });
  }
}

async function forgetVersion(
  ports: ForgetPorts,
  of: Omit<OfServer, 'actor'>,
  { version, kept }: { version: PublicOAuthApp; kept: readonly PublicOAuthApp[] },
): Promise<void> {
  const { workspaceId: owner, provider } = of;
  const registration = await registrationOf(ports, of, version);
  const key = { owner, provider, version: version.version };
  if (!(await ports.apps.delete(key, { uid: { is: version.uid } }))) return;
  // A client that was carried over to a newer version is still one.
  if (kept.some(({ clientId }) => clientId === version.clientId)) return;
  await giveBackClients(ports, owner, [version]);
  if (registration) await unregisterClient(ports.fetch, registration);
}

/** Deletes all clients of a remote server. Throws `oauth_app_in_use` or `app_changed`, with no client deleted. */
export async function forgetClients(
  ports: ForgetPorts,
  of: OfServer,
  versions: PublicOAuthApp[],
): Promise<void> {
  const registrations = await Promise.all(versions.map((version) => registrationOf(ports, of, version)));
  await deleteUnused(ports, of, versions);
  await giveBackClients(ports, of.workspaceId, versions);
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

/** Undefined: it has none, or its row is not proved. Such a row is deleted like any other, and nothing of it is sent. */
async function registrationOf(
  ports: ForgetPorts,
  of: Omit<OfServer, 'actor'>,
  version: PublicOAuthApp,
): Promise<Registration | undefined> {
  try {
    return await provedRegistration(ports, of, version);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'does_not_open') return undefined;
    throw error;
  }
}

async function provedRegistration(
  ports: ForgetPorts,
  { workspaceId: owner, provider }: Omit<OfServer, 'actor'>,
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
