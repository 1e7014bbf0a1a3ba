/** What a refresh without tokens means: for the connection, for its grant, and for the app. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { readApp } from '../apps/read-app.ts';
import { isOfClient, secretNow, withdrawIfReplaced } from '../apps/refused-client.ts';
import { isInert } from '../connection/usable.ts';
import { declareGrantDead } from '../tokens/declare-grant-dead.ts';
import { settleEscrow } from '../tokens/rotation-escrow.ts';
import type { ProviderRequest, RefreshPorts } from './attempt.ts';
import { noteRefreshFailure } from './refresh-failed.ts';

/** Nothing was spent, and nobody is to blame: it is tried again soon. */
export const NO_VERDICT: TokenFailure = { kind: 'transient', maybeSpent: false };

interface Failed {
  failure: TokenFailure;
  /** How long the provider took, in milliseconds. */
  took: number;
}

/** Settles a failure. `replaced`: the client's secret was replaced meanwhile, and is to be tried. */
export async function settleTokenFailure(
  ports: RefreshPorts,
  request: ProviderRequest,
  failed: Failed,
): Promise<ConnectionRefreshReport | { replaced: TokenEndpointContext }> {
  const { kind } = failed.failure;
  if (isOfClient(failed.failure, request.prepared.record)) return settleRefusedClient(ports, request, failed);
  return kind === 'dead_grant' ? settleDeadGrant(ports, request, failed.took) : blame(ports, request, failed);
}

async function blame(
  ports: RefreshPorts,
  { prepared, credentials: { facts }, admission }: ProviderRequest,
  { failure, took }: Failed,
): Promise<ConnectionRefreshReport> {
  const report = await noteRefreshFailure(ports, prepared, { facts, failure });
  await admission.gate.noteFailure({ ...admission, took }, failure);
  return report;
}

async function settleDeadGrant(
  ports: RefreshPorts,
  { prepared: { key, record, attempt }, admission }: ProviderRequest,
  took: number,
): Promise<ConnectionRefreshReport> {
  // A row may have lost its attempt mark: while the escrow has newer tokens, or is silent, the old one proves no death.
  if ((await settleEscrow(ports, key)) === 'stored') return { outcome: 'refreshed' };
  const reason = record.attemptId ? 'refresh_lost' : 'grant_revoked';
  // A row that is being disconnected has no grant to declare dead: its receipt says what came of it.
  const report: ConnectionRefreshReport = isInert(record)
    ? { outcome: 'dead' }
    : await declareGrantDead(ports, { key, record, reason, leaseId: attempt.id });
  await admission.gate.noteAnswer({ ...admission, took });
  return report;
}

/**
 * Blames the app only for the secret that it has now. One that was replaced meanwhile is tried at once. If that one is
 * replaced as well, or nobody can read it, the next attempt has it.
 */
async function settleRefusedClient(
  ports: RefreshPorts,
  request: ProviderRequest,
  failed: Failed,
): Promise<ConnectionRefreshReport | { replaced: TokenEndpointContext }> {
  const { prepared, credentials, admission, isSecondTry } = request;
  const refused = { key: prepared.key, row: prepared.record, used: credentials };
  const secret = await secretNow(ports, refused);
  if (secret.state === 'replaced' && !isSecondTry) return { replaced: secret.credentials };
  if (secret.state !== 'same')
    return noteRefreshFailure(ports, prepared, { facts: credentials.facts, failure: NO_VERDICT });
  if (await isClientLost(ports, request, failed.failure)) {
    const { key, record, attempt } = prepared;
    return declareGrantDead(ports, { key, record, reason: 'client_lost', leaseId: attempt.id });
  }
  const report = await blame(ports, request, failed);
  await withdrawIfReplaced(ports, admission.appKey, refused);
  return report;
}

/**
 * Whether the authorization server of a remote server does not know our client any more, which no admin can mend: the broker
 * registered it, and the next consent registers a new one. Until that consent no refresh can succeed.
 */
async function isClientLost(
  ports: RefreshPorts,
  { prepared: { record } }: ProviderRequest,
  { isVague }: TokenFailure,
): Promise<boolean> {
  if (!isRemote(record.provider) || isVague || isInert(record)) return false;
  const app = await readApp(ports, record);
  return app?.remote !== undefined && app.remote.registration !== 'by-hand';
}
