/** The attributes that one store of tokens writes, at consent and at refresh alike. */
import { SECOND } from '../../contract/durations.ts';
import type { TokenAnswer } from '../../oauth/token-answer.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import { dueShard } from '../connection/due-shard.ts';
import { nextDueAt } from '../connection/due-time.ts';
import { grantDiesAt } from '../connection/idle.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';

export interface StoreInput {
  key: ConnectionKey;
  seal: Seal;
  answer: TokenAnswer;
  /** The refresh token that stays when the answer brings none (RFC 6749 section 6). */
  keptRefresh?: Secret;
  keptRefreshExpiresAt?: number;
  /** The generation that these tokens become. */
  generation: number;
  /** Who stores them. */
  by: string;
  /** When the provider was asked: lifetimes count from there, which errs on the safe side. */
  askedAt: number;
  answeredAt: number;
  random: number;
  /** Seconds that the refresh token lives unused, where its provider documents it. */
  idleLimit?: number;
  isIdle: boolean;
}

type Stored = { [K in keyof Connection]?: Connection[K] | undefined };

export function storedTokens(input: StoreInput): Stored {
  const { key, seal, answer, generation, askedAt } = input;
  const refresh = answer.refresh ?? input.keptRefresh;
  const accessExpiresAt = answer.expiresIn && askedAt + answer.expiresIn * 1_000;
  const idleUntil = input.idleLimit && refresh ? askedAt + input.idleLimit * 1_000 : undefined;
  const refreshExpiresAt = refreshTokenEnd(answer, askedAt, input.keptRefreshExpiresAt);
  return {
    generation,
    tokensStoredBy: input.by,
    sealedAccess: bounded(seal(tokenPlace(key, 'sealedAccess', generation), answer.access)),
    sealedRefresh: refresh && bounded(seal(tokenPlace(key, 'sealedRefresh', generation), refresh)),
    accessExpiresAt,
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
    attemptId: undefined,
    attemptAt: undefined,
    ...dueAttributes(
      key,
      nextDueAt({
        now: askedAt,
        accessExpiresAt,
        grantDiesAt: grantDiesAt({ refreshExpiresAt, idleUntil }),
        canRefresh: refresh !== undefined,
        isIdle: input.isIdle,
        random: input.random,
      }),
    ),
  };
}

/** When the refresh token ends: by the answer, else as before it. Milliseconds since the epoch; undefined: no known end. */
export function refreshTokenEnd(
  { refreshExpiresIn }: Pick<TokenAnswer, 'refreshExpiresIn'>,
  askedAt: number,
  kept: number | undefined,
): number | undefined {
  return refreshExpiresIn ? askedAt + refreshExpiresIn * SECOND : kept;
}

/** Without a time nothing is due, and the index forgets the connection. */
function dueAttributes(key: ConnectionKey, dueAt: number | undefined): Stored {
  return dueAt === undefined ? { dueShard: undefined, dueAt } : { dueShard: dueShard(key), dueAt };
}

function bounded(sealed: Uint8Array): Uint8Array {
  if (sealed.length > LIMITS.sealedToken) throw new RangeError('the token is longer than any token');
  return sealed;
}
