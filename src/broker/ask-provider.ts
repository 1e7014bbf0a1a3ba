/** The one request of an attempt, and what becomes of its answer. */
import type { ConnectionRefreshReport } from '../contract/refresh.ts';
import type { OAuthFacts } from '../oauth/provider.ts';
import type { TokenAnswer } from '../oauth/token-answer.ts';
import { refreshTokens, type TokenEndpointContext } from '../oauth/token-endpoint.ts';
import { type TokenFailure, tokenFailure } from '../oauth/token-failure.ts';
import type { Secret } from '../vault/secret.ts';
import type { Seal } from '../vault/vault.ts';
import type { AppGate, Permission } from './app-health.ts';
import type { Attempt } from './claim-attempt.ts';
import { LIMITS } from './limits.ts';
import type { Deadline } from './ports.ts';
import type { Connection } from './records.ts';
import type { RefreshNeeds } from './refresh-connection.ts';
import { declareDead, noteRefreshFailure } from './refresh-failed.ts';
import { storeRefreshed } from './store-refreshed.ts';
import type { ConnectionKey } from './stores.ts';

export interface Work {
  key: ConnectionKey;
  /** As it was before the claim; an attempt mark in it means that an earlier answer was lost. */
  record: Connection;
  seal: Seal;
  refreshToken: Secret;
  attempt: Attempt;
  deadline: Deadline;
  isOnDemand: true | undefined;
}

export interface Asking {
  work: Work;
  credentials: TokenEndpointContext;
  /** How the app stands with its provider. */
  standing: { appKey: string; gate: AppGate; permission: Permission };
}

const TOO_LATE: TokenFailure = { kind: 'transient', maybeSpent: false };

export async function askProvider(ports: RefreshNeeds, asking: Asking): Promise<ConnectionRefreshReport> {
  const { work, credentials, standing } = asking;
  const { refreshToken, record } = work;
  // Whoever stood still since the claim may find that another took over: then the token is theirs to spend. And with too
  // little time the answer would come and find nobody (T103).
  const now = ports.clock.now();
  const isOvertaken = work.attempt.leaseUntil - now < LIMITS.providerDeadline;
  if (isOvertaken || work.deadline - now < LIMITS.providerDeadline + LIMITS.escrowReserve)
    return noteRefreshFailure(ports, work, { facts: credentials.facts, failure: TOO_LATE });
  let answer: TokenAnswer;
  try {
    answer = await refreshTokens(credentials, { refreshToken, redirectUri: record.redirectUri ?? '' });
  } catch (error) {
    return judge(ports, asking, tokenFailure(error, credentials.facts));
  }
  // From the provider's answer to the durable write nothing is awaited, and nothing but the write can fail.
  const report = await storeRefreshed(ports, work, { facts: credentials.facts, answer });
  await standing.gate.noteAnswer(standing.appKey, standing.permission);
  return report;
}

async function judge(
  ports: RefreshNeeds,
  {
    work,
    credentials: { facts },
    standing,
  }: { work: Work; credentials: { facts: OAuthFacts }; standing: Asking['standing'] },
  failure: TokenFailure,
): Promise<ConnectionRefreshReport> {
  const { key, record, attempt } = work;
  const { appKey, gate, permission } = standing;
  if (failure.kind !== 'dead_grant') {
    const report = await noteRefreshFailure(ports, work, { facts, failure });
    await gate.noteFailure({ appKey, key, failure, permission });
    return report;
  }
  const reason = record.attemptId ? 'refresh_lost' : 'grant_revoked';
  const report = await declareDead(ports, { key, record, reason, leaseId: attempt.id });
  await gate.noteAnswer(appKey, permission);
  return report;
}
