/** Registers a client by RFC 7591: one process at a time, at most once an hour, and so often a day. */

import { DAY } from '../../contract/durations.ts';
import { RemoteClient } from '../../contract/servers/remote-server.ts';
import { remoteRedirectUri } from '../../oauth/remote/client-document.ts';
import {
  type RegisteredClient,
  RegistrationFailed,
  registerClient,
} from '../../oauth/remote/register-client.ts';
import { knownServer } from '../../providers/remote/find-known-server.ts';
import { takeOne } from '../activity/quota.ts';
import { holdClientAlone } from '../apps/held-clients.ts';
import { newestApp } from '../apps/read-app.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { OAuthApp } from '../records.ts';
import { forgetSuperseded } from './forget-client.ts';
import { type ClientOf, type ClientPorts, heldOf, isUsable, storeClient } from './remote-client.ts';
import { remoteProviderId } from './remote-record.ts';

/**
 * Registers a client, or waits for the one that another process registers. Throws `registration_refused`, `too_many_requests`,
 * `client_id_reserved` or `temporarily_unavailable`.
 */
export async function registeredClient(ports: ClientPorts, of: ClientOf): Promise<OAuthApp | undefined> {
  const lease = await takeLease(ports, of);
  if (lease === undefined) return clientOfAnother(ports, of);
  // Somebody may have registered one between our look and the lease.
  const newest = await newestApp(ports, of.workspaceId, remoteProviderId(of.serverId));
  if (newest && isUsable(newest, of.server, ports.clock.now())) return newest;
  try {
    const stored = await registerAndStore(ports, of);
    await endLease(ports, of, { lease, registeredAt: ports.clock.now() });
    await forgetSuperseded(ports, { workspaceId: of.workspaceId, provider: remoteProviderId(of.serverId) });
    return stored;
  } catch (error) {
    // A member who tries again and again must not use up the day's registrations; an admin's next try need not wait.
    const until = ports.clock.now() + LIMITS.registrationRetry;
    await endLease(ports, of, { lease, ...(of.isConsent && { registeringUntil: until }) });
    throw error;
  }
}

async function registerAndStore(ports: ClientPorts, of: ClientOf): Promise<OAuthApp | undefined> {
  await countRegistration(ports, of);
  const registered = await register(ports, of);
  await holdClientAlone(ports, heldOf(of, registered.clientId));
  const { clientId, clientSecret, registrationToken, ...client } = registered;
  const { data: remote } = RemoteClient.safeParse({ ...client, server: of.server, registration: 'dynamic' });
  const isOver = (remote?.secretExpiresAt ?? Number.POSITIVE_INFINITY) <= ports.clock.now();
  if (!remote || isOver) throw refusedBy(ports, of, new RegistrationFailed('unusable'));
  return storeClient(ports, of, { clientId, client: remote, clientSecret, registrationToken });
}

/** An admin may have put the server again meanwhile: the lease is known by its end, which a new registration of the server loses. */
async function endLease(
  { serverRecords, random }: ClientPorts,
  of: ClientOf,
  { lease, ...set }: { lease: number; registeredAt?: number; registeringUntil?: number },
): Promise<void> {
  await serverRecords.change(keyOf(of), {
    expect: { registeringUntil: { is: lease } },
    set: { registeringUntil: undefined, ...set },
    writeId: newId({ random }),
  });
}

function keyOf({ workspaceId, serverId }: ClientOf) {
  return { workspaceId, serverId };
}

/** The end of the lease. Undefined: another process registers, or one has registered a client within the last hour. */
async function takeLease(ports: ClientPorts, of: ClientOf): Promise<number | undefined> {
  const now = ports.clock.now();
  const lease = now + LIMITS.registrationLease;
  const isTaken = await ports.serverRecords.change(keyOf(of), {
    expect: {
      uid: { is: of.record.uid },
      registeringUntil: { absentOrAtMost: now },
      registeredAt: { absentOrAtMost: now - LIMITS.registrationPause },
    },
    set: { registeringUntil: lease },
    writeId: newId(ports),
  });
  return isTaken ? lease : undefined;
}

/** The client that another process registers. Throws `too_many_requests` if there is none in the end. */
async function clientOfAnother(ports: ClientPorts, of: ClientOf): Promise<OAuthApp> {
  for (let look = 0; look < LIMITS.registrationLooks; look += 1) {
    const newest = await newestApp(ports, of.workspaceId, remoteProviderId(of.serverId));
    if (newest && isUsable(newest, of.server, ports.clock.now())) return newest;
    const record = await ports.serverRecords.read(keyOf(of));
    const isUnderWay = (record?.registeringUntil ?? 0) > ports.clock.now();
    if (!isUnderWay) break;
    await ports.clock.sleep(LIMITS.registrationPoll);
  }
  const record = await ports.serverRecords.read(keyOf(of));
  const freeAt = Math.max(
    record?.registeringUntil ?? 0,
    (record?.registeredAt ?? 0) + LIMITS.registrationPause,
  );
  const wait = Math.max(1, Math.ceil((freeAt - ports.clock.now()) / 1_000));
  throw new Problem('too_many_requests', { retryAfter: wait });
}

/** Counted before the request: a remote server can answer `invalid_client` to each client. */
async function countRegistration(ports: ClientPorts, { workspaceId, server }: ClientOf): Promise<void> {
  const { issuer, resource } = server;
  const counts = [
    { of: ['client registrations', workspaceId, issuer, resource], limit: LIMITS.registrationsOfServer },
    { of: ['client registrations', workspaceId], limit: LIMITS.registrationsOfWorkspace },
  ];
  for (const { of, limit } of counts) {
    const { isTaken, endsIn } = await takeOne(ports, of, { limit, window: DAY });
    if (!isTaken) throw new Problem('too_many_requests', { retryAfter: Math.ceil(endsIn / 1_000) });
  }
}

async function register(ports: ClientPorts, of: ClientOf): Promise<RegisteredClient> {
  const { server } = of;
  const redirectUri = remoteRedirectUri(ports.settings.apiOrigin, server.instance);
  const { registrationEndpoint = '', clientMethods: methods, issuer } = server;
  try {
    return await registerClient(ports.fetch, { registrationEndpoint, redirectUri, methods, issuer });
  } catch (cause) {
    if (!(cause instanceof RegistrationFailed)) throw new Problem('provider_unreachable', { cause });
    throw refusedBy(ports, of, cause);
  }
}

function refusedBy({ settings }: ClientPorts, { server }: ClientOf, cause: RegistrationFailed): Problem {
  const redirectUri = remoteRedirectUri(settings.apiOrigin, server.instance);
  const ask = knownServer(server.url)?.ask;
  return new Problem('registration_refused', { redirectUri, ...(ask !== undefined && { ask }), cause });
}
