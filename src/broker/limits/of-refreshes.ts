/** Refreshes: when they are due, the lease, one request, and the tick. */
import { DAY, MINUTE, SECOND } from '../../contract/durations.ts';
import { OAUTH_LIMITS } from '../../oauth/limits.ts';

export const REFRESHES_LIMITS = {
  /** A process keeps client secrets of verified apps no longer than this, so a new secret is used within it. */
  platformSecretAge: 5 * MINUTE,
  /** After refusals a process reads such a secret again at most this often. Who was refused meanwhile waits for the next time. */
  freshSecretPause: 2 * SECOND,
  /** Total for one provider request: connect, headers and body. */
  providerDeadline: 10 * SECOND,
  /** The largest provider answer that is read, in bytes. Token answers are a few kB. */
  providerBody: 1024 * 1024,
  /** Longer than the provider deadline and the write retries after it, shorter than the minute between two ticks. */
  lease: 45 * SECOND,
  /** A refresh is due this long before the access token expires, or a tenth of its lifetime if that is longer … */
  refreshMargin: 10 * MINUTE,
  /** … but never more than this part of the lifetime: otherwise a short-lived token would always be due. */
  refreshMarginShare: 0.5,
  /**
   * An idle connection is refreshed at least this often, since providers also have limits that they do not document.
   */
  keepAlive: 30 * DAY,
  /** A warning is published this long before the end of a grant that no refresh can prolong. */
  warnBefore: 7 * DAY,
  /** Full-jitter back-off after a transient failure. */
  retryBase: 5 * SECOND,
  retryCap: 30 * MINUTE,
  /** Retry-After is honoured up to this. */
  retryAfterCap: OAUTH_LIMITS.retryAfter * SECOND,
  /** Tokens younger than this are not replaced on request: otherwise any caller could force rotations without limit. */
  forcedRefreshPause: 30 * SECOND,
  /** Tokens that live shorter than this are not replaced more often than by the pause, though they are about to expire. */
  forcedRefreshFloor: 30 * SECOND,
  /** Pause between two probes of the account endpoint after refused calls. */
  probeCoolDown: 30 * SECOND,
  /** Pause between tries to store tokens that the provider has issued. */
  storeRetry: 250,
  /** No write to the escrow is retried when less than this is left. */
  storeReserve: SECOND,
  /** No refresh begins when less than this is left: the provider's deadline and a few writes must fit. */
  refreshTime: 18 * SECOND,
  /** Concurrent provider requests of one tick. A request waits much more than it computes. */
  tickConcurrency: 64,
  /** … and to the provider of one app, or of all apps of one workspace: a slow provider leaves room for all others. */
  appConcurrency: 16,
  /** Due items in one page of one shard. */
  duePage: 250,
  /** Due items of one owner that wait in memory at most; the others wait in the index. */
  ownerBacklog: 1_000,
  /** Due items that wait in memory at most, about 300 bytes each. */
  tickBacklog: 20_000,
  /** A tick stops taking new work this long before the function's deadline. */
  tickReserve: 20 * SECOND,
  /** One invocation of token-refresh in the local environment, as long as the deployed function's timeout. */
  localInvocation: MINUTE,
} as const;
