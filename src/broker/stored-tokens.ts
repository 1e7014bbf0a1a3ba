/** The attributes that one store of tokens writes, at consent and at refresh alike. */
import type { TokenAnswer } from '../oauth/token-answer.ts';
import type { Secret } from '../vault/secret.ts';
import type { Seal } from '../vault/vault.ts';
import { dueShard } from './due-shard.ts';
import { refreshDueAt } from './due-time.ts';
import { LIMITS } from './limits.ts';
import type { ConnectionKey } from './ports.ts';
import type { Connection } from './records.ts';
import { tokenPlace } from './sealed-places.ts';

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
  random: number;
}

type Stored = { [K in keyof Connection]?: Connection[K] | undefined };

export function storedTokens(input: StoreInput): Stored {
  const { key, seal, answer, generation, askedAt } = input;
  const refresh = answer.refresh ?? input.keptRefresh;
  const accessExpiresAt = answer.expiresIn && askedAt + answer.expiresIn * 1_000;
  const refreshExpiresAt = answer.refreshExpiresIn
    ? askedAt + answer.refreshExpiresIn * 1_000
    : input.keptRefreshExpiresAt;
  return {
    generation,
    tokensStoredBy: input.by,
    sealedAccess: bounded(seal(tokenPlace(key, 'sealedAccess', generation), answer.access)),
    sealedRefresh: refresh && bounded(seal(tokenPlace(key, 'sealedRefresh', generation), refresh)),
    accessExpiresAt,
    refreshExpiresAt,
    refreshedAt: askedAt,
    status: 'active',
    reason: undefined,
    failures: undefined,
    nextAttemptAt: undefined,
    leaseId: undefined,
    leaseUntil: undefined,
    attemptId: undefined,
    attemptAt: undefined,
    ...dueOf(key, { accessExpiresAt, canRefresh: refresh !== undefined, askedAt, random: input.random }),
  };
}

/** Without a clock nothing falls due; without a refresh token only the end does. */
function dueOf(
  key: ConnectionKey,
  input: { accessExpiresAt?: number; canRefresh: boolean; askedAt: number; random: number },
): Stored {
  const { accessExpiresAt: expiresAt, canRefresh, askedAt: now, random } = input;
  if (expiresAt === undefined) return { dueShard: undefined, dueAt: undefined };
  const dueAt = canRefresh ? refreshDueAt({ now, expiresAt, random }) : expiresAt;
  return { dueShard: dueShard(key), dueAt };
}

function bounded(sealed: Uint8Array): Uint8Array {
  if (sealed.length > LIMITS.sealedToken) throw new RangeError('the token is longer than any token');
  return sealed;
}
