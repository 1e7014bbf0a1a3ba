/** Sends the one request of an attempt and settles its answer. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { sentWhile } from '../../oauth/provider-fetch.ts';
import { type TokenAnswer, UnusableTokenAnswer } from '../../oauth/token-answer.ts';
import { refreshTokens, type TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import { type TokenFailure, tokenFailure } from '../../oauth/token-failure.ts';
import type { AppGate, Permission } from '../apps/app-health.ts';
import { isOfClient, secretNow, withdrawIfReplaced } from '../apps/refused-client.ts';
import { LIMITS } from '../limits.ts';
import { settleEscrow } from '../tokens/rotation-escrow.ts';
import type { PreparedRefresh, RefreshPorts } from './attempt.ts';
import { declareGrantDead, noteRefreshFailure } from './refresh-failed.ts';
import { storeRefreshed } from './store-refreshed.ts';

/** A claimed attempt, and what its request needs. */
export interface ProviderRequest {
  prepared: PreparedRefresh;
  credentials: TokenEndpointContext;
  /** The gate that allowed the request, and hears its result. */
  admission: { appKey: string; gate: AppGate; permission: Permission };
  /** A secret that was replaced meanwhile was refused before. */
  isSecondTry?: true;
}

/** Nothing was spent, and nobody is to blame: it is tried again soon. */
const NO_VERDICT: TokenFailure = { kind: 'transient', maybeSpent: false };

/** Asks for new tokens and stores them, or notes the failure. Rejects only if the result could not be written. */
export async function askProvider(
  ports: RefreshPorts,
  request: ProviderRequest,
): Promise<ConnectionRefreshReport> {
  const { prepared, credentials, admission } = request;
  const { refreshToken, record } = prepared;
  // A process that was suspended since its claim sends no request: another process may hold the lease now. Nor does a
  // process with too little time left: it would end before the answer arrives (T103).
  const now = ports.clock.now();
  const isOvertaken = prepared.attempt.leaseUntil - now < LIMITS.providerDeadline;
  if (isOvertaken || prepared.deadline - now < LIMITS.providerDeadline + LIMITS.escrowReserve)
    return noteRefreshFailure(ports, prepared, { facts: credentials.facts, failure: NO_VERDICT });
  // Both hold until then. Name look-up and connect come first, and the process may stand still once more.
  const answerBy = now + LIMITS.providerDeadline;
  let answer: TokenAnswer;
  try {
    answer = await refreshTokens(
      { ...credentials, fetch: sentWhile(credentials.fetch, () => ports.clock.now() < answerBy) },
      { refreshToken, redirectUri: record.redirectUri ?? '' },
    );
  } catch (error) {
    const failure = tokenFailure(error, credentials.facts, ports.clock.now());
    return (
      (await saveRefreshToken(ports, request, { error, failure })) ?? settleFailure(ports, request, failure)
    );
  }
  // Between the provider's answer and the durable write nothing is awaited, and only the write can fail.
  const report = await storeRefreshed(ports, prepared, { facts: credentials.facts, answer });
  await admission.gate.noteAnswer(admission.appKey, admission.permission);
  return report;
}

/**
 * Saves the new refresh token of an answer whose access token cannot be used: the provider may have spent the old one.
 * Undefined: none came.
 */
async function saveRefreshToken(
  ports: RefreshPorts,
  { prepared, credentials: { facts }, admission }: ProviderRequest,
  { error, failure }: { error: unknown; failure: TokenFailure },
): Promise<ConnectionRefreshReport | undefined> {
  if (!(error instanceof UnusableTokenAnswer) || !error.answer.refresh) return undefined;
  const { access: _, ...answer } = error.answer;
  const report = await storeRefreshed(ports, prepared, { facts, answer });
  const { appKey, gate, permission } = admission;
  await gate.noteFailure({ appKey, key: prepared.key, failure, permission });
  return report;
}

async function settleFailure(
  ports: RefreshPorts,
  request: ProviderRequest,
  failure: TokenFailure,
): Promise<ConnectionRefreshReport> {
  if (isOfClient(failure, request.prepared.record)) return settleRefusedClient(ports, request, failure);
  const { prepared, credentials, admission } = request;
  const { key, record, attempt } = prepared;
  const { appKey, gate, permission } = admission;
  if (failure.kind !== 'dead_grant') {
    const report = await noteRefreshFailure(ports, prepared, { facts: credentials.facts, failure });
    await gate.noteFailure({ appKey, key, failure, permission });
    return report;
  }
  // A row may have lost its attempt mark: while the escrow has newer tokens, or is silent, the old one proves no death.
  if ((await settleEscrow(ports, key)) === 'stored') return { outcome: 'refreshed' };
  const reason = record.attemptId ? 'refresh_lost' : 'grant_revoked';
  const report = await declareGrantDead(ports, { key, record, reason, leaseId: attempt.id });
  await gate.noteAnswer(appKey, permission);
  return report;
}

/**
 * Blames the app only for the secret that it has now. One that was replaced meanwhile is tried at once: a refusal of the client
 * spends no refresh token. If the time is over, the next attempt has it.
 */
async function settleRefusedClient(
  ports: RefreshPorts,
  request: ProviderRequest,
  failure: TokenFailure,
): Promise<ConnectionRefreshReport> {
  const { prepared, credentials, admission, isSecondTry } = request;
  const { appKey, gate, permission } = admission;
  const { key, record } = prepared;
  const { facts } = credentials;
  const refused = { key, row: record, used: credentials };
  const secret = await secretNow(ports, refused);
  if (secret.state === 'replaced' && !isSecondTry)
    return askProvider(ports, { ...request, credentials: secret.credentials, isSecondTry: true });
  if (secret.state !== 'same') return noteRefreshFailure(ports, prepared, { facts, failure: NO_VERDICT });
  const report = await noteRefreshFailure(ports, prepared, { facts, failure });
  await gate.noteFailure({ appKey, key, failure, permission });
  await withdrawIfReplaced(ports, appKey, refused);
  return report;
}
