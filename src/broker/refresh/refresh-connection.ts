/**
 * Refreshes one connection. The lease decides which process may ask the provider; epoch and generation alone decide
 * which may store.
 */

import { VERIFIED } from '../../contract/identifiers.ts';
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { tenantChoseEndpoint } from '../../providers/chosen-hosts.ts';
import type { Secret } from '../../vault/secret.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { pinnedAppKey } from '../apps/app-key.ts';
import { appCredentials, freshCredentials } from '../apps/oauth-app-credentials.ts';
import { inPlace } from '../apps/places.ts';
import { withdrawIfReplaced } from '../apps/refused-client.ts';
import { measuredProvider } from '../apps/whose-trouble.ts';
import { isAboutToExpire } from '../connection/about-to-expire.ts';
import { openToken } from '../connection/open-tokens.ts';
import { isRefreshable } from '../connection/usable.ts';
import { type AppGate, appGate, OPEN_GATE, type Permission } from '../health/app-health.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { declareGrantDead } from '../tokens/declare-grant-dead.ts';
import { askProvider } from './ask-provider.ts';
import type { ProviderRequest, RefreshInput, RefreshPorts } from './attempt.ts';
import { claimAttempt } from './claim-attempt.ts';
import { probeConnection } from './probe-connection.ts';
import { noteRefreshFailure } from './refresh-failed.ts';
import { settleLostAnswer } from './settle-lost-answer.ts';

/** Reads a connection and refreshes it if it may be. Rejects if the table, the vault or the escrow fails. */
export async function refreshConnection(
  ports: RefreshPorts,
  input: RefreshInput,
): Promise<ConnectionRefreshReport> {
  return refreshRecord(ports, input, {
    record: await ports.connections.read(input.key),
    gate: appGate(ports),
  });
}

/** Like {@link refreshConnection}, for a record that was read just now. */
export async function refreshRecord(
  ports: RefreshPorts,
  input: RefreshInput,
  { record, gate }: { record: Connection | undefined; gate: AppGate },
): Promise<ConnectionRefreshReport> {
  const early = answerWithoutAsking(record, input, ports.clock.now());
  if (early) return early;
  const connection = record as Connection;
  const report = await refreshed(ports, input, { connection, gate });
  const provider = measuredProvider(ports.catalogue, connection);
  if (provider !== undefined) ports.noteRefresh?.(provider, report.outcome);
  return report;
}

function refreshed(
  ports: RefreshPorts,
  input: RefreshInput,
  { connection, gate }: { connection: Connection; gate: AppGate },
): Promise<ConnectionRefreshReport> {
  const isAtTenants = tenantChoseEndpoint(ports.catalogue, connection);
  return placed(ports, input, { record: connection, isSlow: isAtTenants }, async () => {
    if (!connection.sealedRefresh) return withoutRefreshToken(ports, input, connection);
    return (
      (await settleLostAnswer(ports, input, connection)) ??
      prepareAndAsk(ports, input, { record: connection, gate, isAtTenants })
    );
  });
}

/**
 * Refreshes a row that is being disconnected, so that its tokens can be revoked; it stays `disconnecting` under its epoch. The
 * caller has a place if one is needed. `dead`: the provider refused the refresh token, and nothing was written. Rejects like
 * {@link refreshConnection}.
 */
export async function refreshInert(
  ports: RefreshPorts,
  input: RefreshInput,
  { record, gate }: { record: Connection; gate: AppGate },
): Promise<ConnectionRefreshReport> {
  const isAtTenants = tenantChoseEndpoint(ports.catalogue, record);
  return (
    (await settleLostAnswer(ports, input, record)) ??
    prepareAndAsk(ports, input, { record, gate, isAtTenants })
  );
}

/**
 * On demand, what may take long at the provider needs one of the places of its workspace; else it is answered later.
 * `isSlow`: the endpoint is a tenant's, or its app is slow.
 */
async function placed(
  ports: RefreshPorts,
  { key: { workspaceId }, isOnDemand }: RefreshInput,
  { record, isSlow }: { record: Connection; isSlow: boolean },
  work: () => Promise<ConnectionRefreshReport>,
): Promise<ConnectionRefreshReport> {
  const isNeeded = isSlow && isOnDemand === true;
  const result = await inPlace(ports, { workspaceId, appKey: pinnedAppKey(record), isNeeded }, work);
  return 'done' in result ? result.done : { outcome: 'not_yet', retryAt: result.retryAt };
}

/** Whether an app is slow. The one trial of a verified app takes no place: one workspace's must not spoil it for all. */
function isSlowApp(permission: Permission, { appOwner }: Connection, now: number): boolean {
  if (!permission.mayAsk || (permission.health?.slowUntil ?? 0) <= now) return false;
  return appOwner !== VERIFIED || permission.health?.openings === undefined;
}

/** The report if the provider may not be asked. */
function answerWithoutAsking(
  record: Connection | undefined,
  { generation, rejected, isOnDemand, deadline }: RefreshInput,
  now: number,
): ConnectionRefreshReport | undefined {
  if (!record || !isRefreshable(record)) return { outcome: 'not_refreshable' };
  if (generation !== undefined && record.generation !== generation) return { outcome: 'moved' };
  if ((record.leaseUntil ?? 0) > now) return { outcome: 'busy' };
  if ((record.nextAttemptAt ?? 0) > now) return { outcome: 'not_yet', retryAt: record.nextAttemptAt };
  const replaceableAt = isOnDemand ? forcedRefreshAt(record, now) : now;
  if (replaceableAt > now) return { outcome: 'not_yet', retryAt: replaceableAt };
  const expired = record.accessExpiresAt !== undefined && record.accessExpiresAt <= now;
  if (!record.sealedRefresh && !expired && !rejected) return { outcome: 'not_refreshable' };
  // With too little time left this process might end before the answer arrives (T103).
  if (deadline - now < LIMITS.refreshTime) return { outcome: 'not_yet', retryAt: now };
  return undefined;
}

/**
 * When tokens may be replaced only because a call was refused or a person asks. Tokens of a consent, and such as are about
 * to expire: at once. But who gives tokens a life of a second does not decide how often we ask: below the floor the pause
 * holds in any case.
 */
function forcedRefreshAt(record: Connection, now: number): number {
  const { refreshedAt = 0, connectedAt, accessExpiresAt = Number.POSITIVE_INFINITY } = record;
  if (refreshedAt <= connectedAt) return now;
  const isBelowFloor = accessExpiresAt - refreshedAt < LIMITS.forcedRefreshFloor;
  if (isAboutToExpire(record, now) && !isBelowFloor) return now;
  return refreshedAt + LIMITS.forcedRefreshPause;
}

/** Only the clock, or the provider's own answer about the access token, ends such a connection. */
async function withoutRefreshToken(
  ports: RefreshPorts,
  { key, rejected }: RefreshInput,
  record: Connection,
): Promise<ConnectionRefreshReport> {
  const expired = record.accessExpiresAt !== undefined && record.accessExpiresAt <= ports.clock.now();
  if (rejected && !expired) return probeConnection(ports, key, record);
  // The token is bound to its expiry, and to there being no refresh token: a row that was edited ends nothing.
  if (!(await openToken(ports, key, record, 'sealedAccess'))) throw new VaultError('does_not_open');
  return declareGrantDead(ports, { key, record, reason: 'expired_without_refresh_token' });
}

/**
 * Prepares everything that can fail before the provider is asked: the app's health, the key, the token, the client
 * secret.
 */
async function prepareAndAsk(
  ports: RefreshPorts,
  input: RefreshInput,
  { record, gate: tickGate, isAtTenants }: { record: Connection; gate: AppGate; isAtTenants: boolean },
): Promise<ConnectionRefreshReport> {
  const { key } = input;
  const appKey = pinnedAppKey(record);
  // Where a tenant of a shared app chose the host, one host's failure says nothing about another.
  const gate = isAtTenants && record.appOwner === VERIFIED ? OPEN_GATE : tickGate;
  // Proves the row, before anything of it says whose app is asked, or blamed.
  const refreshToken = (await openToken(ports, key, record, 'sealedRefresh')) as Secret;
  const permission = await gate.askingAllowed(appKey, { key, record });
  if (!permission.mayAsk) return { outcome: 'paused', retryAt: permission.retryAt };
  const isSlow = !isAtTenants && isSlowApp(permission, record, ports.clock.now());
  const admission = { appKey, gate, permission };
  try {
    return await placed(ports, input, { record, isSlow }, () =>
      claimAndAsk(ports, input, { record, refreshToken, isAtTenants, admission }),
    );
  } finally {
    await gate.giveBack(appKey, permission);
  }
}

interface AdmittedRefresh {
  record: Connection;
  refreshToken: Secret;
  isAtTenants: boolean;
  admission: ProviderRequest['admission'];
}

/** Claims the attempt and asks. */
async function claimAndAsk(
  ports: RefreshPorts,
  { key, deadline, isOnDemand }: RefreshInput,
  { record, refreshToken, isAtTenants, admission }: AdmittedRefresh,
): Promise<ConnectionRefreshReport> {
  const { appKey, gate, permission } = admission;
  const seal = await ports.vault.sealer();
  // A cached absence may be older than the secret.
  const credentials =
    (await appCredentials(ports, key, record)) ?? (await freshCredentials(ports, key, record));
  const attempt = await claimAttempt(ports, key, { record, isAtTenants });
  if (!attempt) return reportMoved(ports, key, record);
  const prepared = { key, record, seal, refreshToken, attempt, deadline, isOnDemand };
  if (credentials) return askProvider(ports, { prepared, credentials, admission });
  // The provider was not asked: a secret of the broker is missing, which says nothing about the grant (T130).
  const failure = { kind: 'configuration', maybeSpent: false } as const;
  await gate.noteFailure({ appKey, permission, took: 0 }, failure);
  await withdrawIfReplaced(ports, appKey, { key, row: record, used: undefined });
  return noteRefreshFailure(ports, prepared, { facts: undefined, failure });
}

async function reportMoved(
  ports: RefreshPorts,
  key: ConnectionKey,
  before: Connection,
): Promise<ConnectionRefreshReport> {
  const now = await ports.connections.read(key);
  if (!now || isRefreshable(now) !== isRefreshable(before)) return { outcome: 'not_refreshable' };
  return { outcome: now.generation === before.generation ? 'busy' : 'moved' };
}
