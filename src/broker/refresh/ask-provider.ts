/** Sends the one request of an attempt and stores its tokens. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { sentWhile } from '../../oauth/provider-fetch.ts';
import { type TokenAnswer, UnusableTokenAnswer } from '../../oauth/token-answer.ts';
import { refreshTokens } from '../../oauth/token-endpoint.ts';
import { atOtherRefreshEndpoint, type TokenFailure, tokenFailure } from '../../oauth/token-failure.ts';
import { LIMITS } from '../limits.ts';
import type { ProviderRequest, RefreshPorts } from './attempt.ts';
import { noteRefreshFailure } from './refresh-failed.ts';
import { NO_VERDICT, settleTokenFailure } from './settle-token-failure.ts';
import { storeRefreshed } from './store-refreshed.ts';

/** Asks for new tokens and stores them, or notes the failure. Rejects only if the result could not be written. */
export async function askProvider(
  ports: RefreshPorts,
  request: ProviderRequest,
): Promise<ConnectionRefreshReport> {
  const { prepared, credentials, admission } = request;
  const { facts } = credentials;
  // A process that was suspended since its claim sends no request: another process may hold the lease now. Nor does a
  // process with too little time left: it would end before the answer arrives (T103).
  const askedAt = ports.clock.now();
  const isOvertaken = prepared.attempt.leaseUntil - askedAt < LIMITS.providerDeadline;
  if (isOvertaken || prepared.deadline - askedAt < LIMITS.providerDeadline + LIMITS.escrowReserve)
    return noteRefreshFailure(ports, prepared, { facts, failure: NO_VERDICT });
  let answer: TokenAnswer;
  try {
    answer = await ask(ports, request, askedAt);
  } catch (error) {
    const other = atOtherRefreshEndpoint(error, facts);
    if (other) {
      reportMissingEndpoint(ports, request);
      return askProvider(ports, { ...request, credentials: { ...credentials, facts: other } });
    }
    const now = ports.clock.now();
    const failed = { failure: tokenFailure(error, facts, now), took: now - askedAt };
    const saved = await saveRefreshToken(ports, request, { error, ...failed });
    if (saved) return saved;
    const settled = await settleTokenFailure(ports, request, failed);
    // A refusal of the client spends no refresh token.
    return 'replaced' in settled
      ? askProvider(ports, { ...request, credentials: settled.replaced, isSecondTry: true })
      : settled;
  }
  const took = ports.clock.now() - askedAt;
  // Between the provider's answer and the durable write nothing is awaited, and only the write can fail.
  const report = await storeRefreshed(ports, prepared, { facts, answer });
  await admission.gate.noteAnswer({ ...admission, took });
  return report;
}

/** The definition is to be corrected: until then each refresh of the provider needs two requests. */
function reportMissingEndpoint({ log }: Pick<RefreshPorts, 'log'>, { prepared }: ProviderRequest): void {
  const { key, record } = prepared;
  log.error('refresh_endpoint_missing', { ...key, provider: record.provider });
}

/** Name look-up and connect come first, and the process may stand still once more: so the bytes leave only in time. */
function ask(
  { clock }: Pick<RefreshPorts, 'clock'>,
  { prepared: { refreshToken, record }, credentials }: ProviderRequest,
  askedAt: number,
): Promise<TokenAnswer> {
  const fetch = sentWhile(credentials.fetch, () => clock.now() < askedAt + LIMITS.providerDeadline);
  return refreshTokens({ ...credentials, fetch }, { refreshToken, redirectUri: record.redirectUri ?? '' });
}

/**
 * Saves the new refresh token of an answer whose access token cannot be used: the provider may have spent the old one.
 * Undefined: none came.
 */
async function saveRefreshToken(
  ports: RefreshPorts,
  { prepared, credentials: { facts }, admission }: ProviderRequest,
  { error, failure, took }: { error: unknown; failure: TokenFailure; took: number },
): Promise<ConnectionRefreshReport | undefined> {
  if (!(error instanceof UnusableTokenAnswer) || !error.answer.refresh) return undefined;
  const { access: _, ...answer } = error.answer;
  const report = await storeRefreshed(ports, prepared, { facts, answer });
  await admission.gate.noteFailure({ ...admission, took }, failure);
  return report;
}
