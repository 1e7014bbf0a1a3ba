/** Every number of the product, with its reason. Durations are milliseconds. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const LIMITS = {
  /** RFC 6749 section 4.1.2 recommends at most 10 minutes for a code; a person needs a few for a consent page. */
  consentSession: 10 * MINUTE,
  /** From the provider's redirect to `complete`: one page load and, at worst, one sign-in. */
  handleLife: 2 * MINUTE,
  /** Plaintext data keys stay in a process no longer than this, so withdrawn rights end within it. */
  dataKeyAge: 5 * MINUTE,
  /** Client secrets of verified apps. A new secret serves within it. */
  platformSecretAge: 5 * MINUTE,
  /** Total for one provider request: connect, headers and body. */
  providerDeadline: 10 * SECOND,
  /** Largest answer of a provider that is read, in bytes. Token answers are a few kB. */
  providerBody: 1024 * 1024,
  /** DynamoDB items hold 400 kB; tokens beyond this are not tokens. Bytes, sealed. */
  sealedToken: 16 * 1024,
  /** Longer than the provider deadline and the write retries after it, shorter than a minute's tick. */
  lease: 45 * SECOND,
  /** Due before expiry by at least this, or a tenth of the lifetime … */
  refreshMargin: 10 * MINUTE,
  /** … but never more than this part of the lifetime, or a short-lived token would always be due. */
  refreshMarginShare: 0.5,
  /** The injector asks for a refresh when less than this is left … */
  injectMargin: MINUTE,
  /** … or this part of a short lifetime. */
  injectMarginShare: 0.1,
  /** A token with no more than this left is not handed out: it would expire on the way. */
  leastLeft: 500,
  /** Full-jitter back-off after a transient failure. */
  retryBase: 5 * SECOND,
  retryCap: 30 * MINUTE,
  /** Retry-After is honoured up to this. */
  retryAfterCap: HOUR,
  /** RFC 7009 section 2.2.1: a 503 asks to retry; after this the sealed bytes go anyway. */
  revokeRetry: DAY,
  /** An operation id further from now than this is refused, so that none works again after its mark is forgotten. */
  operationSkew: 5 * MINUTE,
  /** A token without a clock, or with a long one, is handed out for this long at most. */
  injectionLife: 15 * MINUTE,
  /** How long the audit record of a tool call is kept. */
  toolCallRetention: 90 * DAY,
  activityRetention: 400 * DAY,
  /** Between two looks at an account endpoint because a call was refused. */
  probeCoolDown: 30 * SECOND,
  /** A live lease is polled this long by the injector before it answers `temporarily_unavailable`. */
  leasePoll: 2 * SECOND,
  leasePollEvery: 200,
  /** Between tries to store tokens that the provider has handed over. */
  storeRetry: 250,
  /** How long a completed consent's store is retried; the API's own limit is 30 s. */
  consentStoreTime: 5 * SECOND,
  /** A write is not begun later than this before the function's deadline. */
  storeReserve: 2 * SECOND,
  /** A provider is not asked with less time than this left: its own deadline and a few writes. */
  refreshNeeds: 16 * SECOND,
  /** Concurrent provider requests of one tick. */
  tickConcurrency: 16,
  /** Due items read from one shard in one tick. */
  tickShardLimit: 500,
  /** A tick stops taking new work this long before the function's deadline. */
  tickReserve: 20 * SECOND,
  /** One invocation of token-refresh in the local environment, as long as the deployed function's timeout. */
  localInvocation: MINUTE,
  /** JSON bodies of the HTTP API, in bytes. The largest is a BYO app. */
  requestBody: 16 * 1024,
  /** A workspace's own registration is kept in a process this long; a change serves within it. */
  ownServerAge: MINUTE,
  /** Registrations kept in a process at most; beyond, the oldest goes. */
  ownServersKept: 1_000,
} as const;
