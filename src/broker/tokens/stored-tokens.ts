/** The attributes that a store of tokens writes, at a consent and at a refresh. */
import { SECOND } from '../../contract/durations.ts';
import type { PartialTokenAnswer, TokenAnswer } from '../../oauth/token-answer.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import { dueAttributes } from '../connection/due-shard.ts';
import { nextDueAt } from '../connection/due-time.ts';
import { grantDiesAt } from '../connection/idle.ts';
import { type ConnectionDestination, connectionDestination } from '../destination.ts';
import type { Connection } from '../records.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';

/** New tokens, and what their lifetimes are computed from. Times are milliseconds since the epoch. */
export interface StoreInput {
  key: ConnectionKey;
  /** What the row will say of where the tokens go. Whoever stores writes exactly these attributes beside them. */
  bound: Omit<ConnectionDestination, 'accessExpiresAt' | 'canRefresh'>;
  seal: Seal;
  /** Without an access token, the connection has none that may be used, and the refresh token is saved. */
  answer: PartialTokenAnswer;
  /** The refresh token that stays when the answer brings none (RFC 6749 section 6). */
  keptRefresh?: Secret;
  keptRefreshExpiresAt?: number;
  /** The generation of these tokens. */
  generation: number;
  /** Id of this store. */
  by: string;
  /** When the provider was asked. Lifetimes count from then, which is never too long. */
  askedAt: number;
  answeredAt: number;
  random: number;
  /** The provider's limit for an unused refresh token, in seconds. Absent: it documents none. */
  idleLimit?: number;
  isIdle: boolean;
}

type Stored = { [K in keyof Connection]?: Connection[K] | undefined };

/** Returns the attributes, with both tokens sealed. Their length was judged when the answer was read. */
export function storedTokens(input: StoreInput): Stored {
  const { key, seal, answer, generation, askedAt } = input;
  const refresh = answer.refresh ?? input.keptRefresh;
  const lifetime = answer.access ? answer.expiresIn : 0;
  const accessExpiresAt = lifetime === undefined ? undefined : askedAt + lifetime * SECOND;
  const canRefresh = refresh !== undefined;
  const destination = connectionDestination({ ...input.bound, accessExpiresAt, canRefresh });
  const place = { generation, destination };
  const idleUntil = input.idleLimit && refresh ? askedAt + input.idleLimit * 1_000 : undefined;
  const refreshExpiresAt = refreshTokenEnd(answer, askedAt, input.keptRefreshExpiresAt);
  return {
    generation,
    tokensStoredBy: input.by,
    destination,
    sealedAccess: answer.access && seal(tokenPlace(key, 'sealedAccess', place), answer.access),
    sealedRefresh: refresh && seal(tokenPlace(key, 'sealedRefresh', place), refresh),
    accessExpiresAt,
    unverifiedAt: undefined,
    refreshExpiresAt,
    idleUntil,
    refreshedAt: askedAt,
    answeredAt: input.answeredAt,
    status: 'active',
    reason: undefined,
    failures: undefined,
    nextAttemptAt: undefined,
    leaseId: undefined,
    leaseUntil: undefined,
    answerBy: undefined,
    ...attemptMark(input),
    ...dueAttributes(
      key,
      nextDueAt({
        now: askedAt,
        accessExpiresAt,
        grantDiesAt: grantDiesAt({ refreshExpiresAt, idleUntil }),
        canRefresh,
        isIdle: input.isIdle,
        random: input.random,
      }),
    ),
  };
}

/**
 * When the refresh token ends, in milliseconds since the epoch: by the answer, else as before. Undefined: no end is
 * known.
 */
export function refreshTokenEnd(
  { refreshExpiresIn }: Pick<TokenAnswer, 'refreshExpiresIn'>,
  askedAt: number,
  kept: number | undefined,
): number | undefined {
  return refreshExpiresIn ? askedAt + refreshExpiresIn * SECOND : kept;
}

/**
 * The attempt mark is removed, unless the new refresh token came and cannot be carried: then the one that stays may be spent,
 * and is presented again as carefully as after a lost answer.
 */
function attemptMark({ answer, by, askedAt, keptRefresh }: StoreInput): Stored {
  const mayBeSpent = answer.isRefreshUnusable && keptRefresh !== undefined;
  return mayBeSpent ? { attemptId: by, attemptAt: askedAt } : { attemptId: undefined, attemptAt: undefined };
}
