/** Every number of the product, with its reason. Durations are milliseconds. */
import { DAY, HOUR, MINUTE, SECOND } from '../contract/durations.ts';

export const LIMITS = {
  /** RFC 6749 section 4.1.2 recommends at most 10 minutes for a code; a person needs a few for a consent page. */
  consentSession: 10 * MINUTE,
  /** From the provider's redirect to `complete`: one page load and, at worst, one sign-in. */
  handleLife: 2 * MINUTE,
  /** Plaintext data keys stay in a process no longer than this, so withdrawn rights end within it. */
  dataKeyAge: 5 * MINUTE,
  /**
   * A data key goes this long after a newer one came, at the earliest: longer than a process keeps the older one for
   * current, and than the longest function then still runs.
   */
  retiredKeyWait: 10 * MINUTE,
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
  /** An idle connection is refreshed this often at least, whatever its provider documents: undocumented limits exist. */
  keepAlive: 30 * DAY,
  /** Somebody is told this long before a grant ends that no refresh can prolong. */
  warnBefore: 7 * DAY,
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
  /** Tokens this young are not replaced because a call was refused or a person asks: whoever can ask could else rotate at will. */
  forcedRefreshPause: 30 * SECOND,
  /** Between two looks at an account endpoint because a call was refused. */
  probeCoolDown: 30 * SECOND,
  /** A live lease is polled this long by the injector before it answers `temporarily_unavailable`. */
  leasePoll: 2 * SECOND,
  leasePollEvery: 200,
  /** What API Gateway's authorizer leaves for a refresh on demand: of its 10 s, with time for all else. */
  authorizerRefresh: 8 * SECOND,
  /** What of the authorizer's time is kept back to answer in. */
  authorizerReserve: SECOND,
  /** A REST API documents no bound of an authorizer's context; WebSocket APIs' is 8 KB. Bytes, as JSON. */
  authorizerContext: 8 * 1024,
  /** Between tries to store tokens that the provider has handed over. */
  storeRetry: 250,
  /** How long a completed consent's store is retried; the API's own limit is 30 s. */
  consentStoreTime: 5 * SECOND,
  /** The escrow is not tried again later than this before the function's deadline. */
  storeReserve: SECOND,
  /** A provider is not asked with less time than this left: its own deadline and a few writes. */
  refreshNeeds: 18 * SECOND,
  /** Concurrent provider requests of one tick. They wait far more than they work. */
  tickConcurrency: 64,
  /** … and to one app's provider, so that one that is slow leaves room for all others. */
  appConcurrency: 16,
  /** Due items of one page of one shard. */
  duePage: 250,
  /** Due items of one app that wait in memory at most; beyond, they wait in the index. */
  appBacklog: 1_000,
  /** Due items that wait in memory at most, about 300 bytes each. */
  tickBacklog: 20_000,
  /** So many in a row open an app's breaker: connections of a workspace's own app, workspaces of a verified one. */
  breakerOpensAt: 5,
  /** First pause of an open breaker; it doubles up to the cap. */
  breakerPause: 30 * SECOND,
  breakerPauseCap: 10 * MINUTE,
  /** Pause of an app after a 429 without Retry-After. */
  throttlePause: 10 * SECOND,
  /** … and the longest that one makes for an app which many workspaces share: another 429 makes another. */
  sharedThrottlePause: MINUTE,
  /** Pause of an app whose own credentials its provider refuses. Somebody has to mend them. */
  configurationPause: 15 * MINUTE,
  /** The one that may try when a pause ends has this long before another may. */
  trialTime: 20 * SECOND,
  /** What is known of an app's health is kept in a process this long. */
  appHealthAge: 5 * SECOND,
  /** Copies in the escrow that one tick looks at. */
  escrowPage: 200,
  /** A late loser in the escrow is tried to be revoked this long; then the sealed copy goes anyway. */
  escrowLife: DAY,
  /** Until the escrow tells what became of a lost answer. */
  escrowUnknown: 5 * SECOND,
  /** The table is tried until this long before the function's deadline; what is left is the escrow's. */
  escrowReserve: 5 * SECOND,
  /** A tick stops taking new work this long before the function's deadline. */
  tickReserve: 20 * SECOND,
  /** One invocation of token-refresh in the local environment, as long as the deployed function's timeout. */
  localInvocation: MINUTE,
  /** A sweep of the rotation stops this long before the function's deadline: one page of reads and writes. */
  sweepReserve: 15 * SECOND,
  /** Writes of a sweep at once, so that it takes no room from the work of the day. */
  sweepConcurrency: 8,
  /** JSON bodies of the HTTP API, in bytes. The largest is a BYO app. */
  requestBody: 16 * 1024,
  /** Consents begun, apps and servers put within `actsWindow`: far more than a person at a dashboard does … */
  actsOfPerson: 100,
  /** … and than all of a workspace's do together. */
  actsOfWorkspace: 300,
  actsWindow: 10 * MINUTE,
  /** Entries of the activity that the count of acts reads at once, and pages at most: of more acts nobody needs to know. */
  actsPage: 200,
  actsPages: 5,
  /** What a workspace may have. Lists of it are read as a whole, 2 kB a connection. */
  connectionsOfWorkspace: 1_000,
  appsOfWorkspace: 100,
  serversOfWorkspace: 200,
  /** A workspace's own registration is kept in a process this long; a change serves within it. */
  ownServerAge: MINUTE,
  /** Registrations kept in a process at most; beyond, the oldest goes. */
  ownServersKept: 1_000,
  /** Rounds against others who raise the same epoch. People do that one at a time. */
  endRounds: 10,
  /** Rounds against others who report trouble of the same app. */
  healthRounds: 3,
  /** Rows of a restored table that are settled at once, and entries of an activity that are read at once. */
  restoreConcurrency: 32,
  restorePage: 100,
  /** Pauses while IAM spreads the right to invoke a version that is as new as the right. */
  newRightPauses: [2 * SECOND, 4 * SECOND],
  /** Items of one page of a sweep. DynamoDB cuts a page at 1 MB in any case. */
  sweepPage: 500,
  /** S3 lists 1,000 objects a page. One connection never had more copies in the escrow at once. */
  escrowListing: 1_000,
  /** What an SDK client waits for a connection, and for an answer that is silent. Within a Region both take some ten ms. */
  tableTimeouts: { connect: SECOND, silence: 3 * SECOND },
  busTimeouts: { connect: 500, silence: SECOND },
  /** Longer than a refresh on demand, whose provider may take {@link LIMITS.providerDeadline}. */
  refresherTimeouts: { connect: SECOND, answer: 12 * SECOND },
  /** A starting process waits so long for its data key. */
  warmKey: 2 * SECOND,
} as const;
