/** Every number of the product, with its reason. Durations are milliseconds. */
import { DAY, HOUR, MINUTE, SECOND } from '../contract/durations.ts';
import { OAUTH_LIMITS } from '../oauth/limits.ts';

/** Limits, pauses and sizes. Unless its comment says otherwise, a number is in milliseconds or a count. */
export const LIMITS = {
  /** RFC 6749 section 4.1.2 recommends at most 10 minutes for a code; a person needs a few for a consent page. */
  consentSession: 10 * MINUTE,
  /** For how long a person may choose one of several tenants before the connection ends. */
  choiceOfTenant: DAY,
  /** Tenants to choose from. A row of the table holds 400 kB. */
  tenants: 100,
  /** Codes of other persons that a consent session remembers. None of them is ever sent. */
  spentCodes: 8,
  /** Codes that one consent session sends to the provider: somebody who knows the state can bring wrong ones. */
  codeExchanges: 3,
  /** How often a completion looks for the end of another one with the same code. */
  sameCodePoll: 250,
  /** A process keeps plaintext data keys no longer than this, so a withdrawn right ends within it. */
  dataKeyAge: 5 * MINUTE,
  /**
   * A data key is deleted at the earliest this long after a newer key was made. By then no process takes the older key
   * for the current one (`dataKeyAge`), and no function that did so still runs.
   */
  retiredKeyWait: 10 * MINUTE,
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
  /** The injector asks for a refresh when less than this is left … */
  injectMargin: MINUTE,
  /** … or this part of a short lifetime. */
  injectMarginShare: 0.1,
  /** A token that expires within this time is not injected: it would expire on the way. */
  leastLeft: 500,
  /** Full-jitter back-off after a transient failure. */
  retryBase: 5 * SECOND,
  retryCap: 30 * MINUTE,
  /** Retry-After is honoured up to this. */
  retryAfterCap: OAUTH_LIMITS.retryAfter * SECOND,
  /** RFC 7009 section 2.2.1: a 503 asks for a retry. After this time the sealed tokens are deleted in any case. */
  revokeRetry: DAY,
  /** The own apps of a deleted workspace stay for so long: until revocations are given up, and a day for late ticks. */
  deletedAppLife: 2 * DAY,
  /** An operation id whose time is further from now is refused, so no id works again after its mark was deleted. */
  operationSkew: 5 * MINUTE,
  /** An injection is valid for this long at most, also when its token lives longer. */
  injectionLife: 15 * MINUTE,
  /** How long the audit record of a tool call is kept. */
  toolCallRetention: 90 * DAY,
  activityRetention: 400 * DAY,
  /** Hosts in the record of a call and in its log line; a custom provider has 20 at most. */
  hostsOfCall: 20,
  /** … and missing or challenged scopes: with 20 long ones a record stays within a few units of write capacity. */
  scopesOfCall: 20,
  /** Records that are looked at for one page of calls: a filter that matches few of them makes a short page. */
  callsLookedAt: 2_000,
  /** … and days for which one page asks: those of a list, and tomorrow. Each day is 16 partitions, also if it is empty. */
  daysOfPage: 8,
  /** Days of a list of calls whose request names no first day. */
  daysOfCalls: 7,
  /** Calls of a day that are counted exactly. Beyond them the answer is "more than". */
  callsCounted: 10_000,
  /** Different server, tool, connection and outcome in one answer of counts, the most used ones. */
  countsListed: 500,
  /** Rows of one part of an export, in which as many records are looked at … */
  rowsOfExport: 5_000,
  /** … and its bytes. Lambda’s answers have 6 MB at most, and base64 makes four bytes of three. */
  bytesOfExport: 2.5 * 1024 * 1024,
  /**
   * Refreshes on demand of one app and workspace that may wait for a slow endpoint at once. All apps of a workspace
   * together have `PLACES_OF_WORKSPACE` (src/contract/table.ts).
   */
  placesOfApp: 4,
  /** Whoever finds all places taken may come back after this, if nobody's answer is expected sooner. */
  placeRetry: SECOND,
  /** A place may seem to lapse later by this, since the clocks of two processes differ. Nobody writes one later still. */
  placeSkew: 5 * SECOND,
  /** Tokens younger than this are not replaced on request: otherwise any caller could force rotations without limit. */
  forcedRefreshPause: 30 * SECOND,
  /** Tokens that live shorter than this are not replaced more often than by the pause, though they are about to expire. */
  forcedRefreshFloor: 30 * SECOND,
  /** Pause between two probes of the account endpoint after refused calls. */
  probeCoolDown: 30 * SECOND,
  /**
   * An answer of an endpoint that a tenant chose, or of a lease that does not say, is awaited this long by others: as long as an
   * endpoint takes that is not called slow, and a second …
   */
  leasePoll: 4 * SECOND,
  /** … and any other answer this long after the provider's deadline, in which it is stored. */
  leaseStore: 500,
  /** Whoever took a place at a slow endpoint has claimed the lease within this time. */
  claimTime: 250,
  /** First pause between two looks of a tool call at a lease. Each pause is longer than the one before, up to the cap. */
  leasePollFirst: 20,
  leasePollGrowth: 1.5,
  leasePollCap: SECOND,
  /** … and every pause of a person's request. */
  leasePollEvery: 200,
  /** A wait for a lease ends this long before the caller's own deadline, so that the caller still answers. */
  leaseReserve: SECOND,
  /** Time for a refresh on demand within the 10 s of an API Gateway authorizer. */
  authorizerRefresh: 8 * SECOND,
  /** The part of the authorizer's time that is reserved for its answer. */
  authorizerReserve: SECOND,
  /** Largest authorizer context, in bytes of JSON. AWS documents 8 KB for WebSocket APIs and no limit for REST APIs. */
  authorizerContext: 8 * 1024,
  /** Pause between tries to store tokens that the provider has issued. */
  storeRetry: 250,
  /** Looks for a settled copy that its settler has not deleted yet, before it counts as put back. */
  replayLooks: 5,
  /** How long the store of a completed consent is retried; the API's own limit is 30 s. */
  consentStoreTime: 5 * SECOND,
  /** A completion in the local environment, as long as the deployed function's timeout. */
  localCompletion: 29 * SECOND,
  /** No code is exchanged when less than this is left: 10 s for the provider, 2 s for the account, and what follows. */
  exchangeTime: 20 * SECOND,
  /** What a completion keeps for the store and for the escrow when it asks for the account. */
  consentReserve: 8 * SECOND,
  /** A write without an answer can still be applied this long afterwards, far longer than the SDK waits for one. */
  lateWrite: 30 * SECOND,
  /** A stored connection is in the account index after this time. In a Region that takes less than a second. */
  indexLag: MINUTE,
  /** Marks of grants that are older are not read: twice what the longest completion and `indexLag` take together. */
  grantMarkAge: 3 * MINUTE,
  /** How long a revocation of a whole grant may take: the wait below, and two requests. */
  grantRevocation: 25 * SECOND,
  /** How long a revocation waits for consents that began before it, and then for its next try. */
  consentWait: 3 * SECOND,
  consentWaitEvery: 200,
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
  /**
   * This many failures in a row open an app's breaker. A workspace's own app counts connections, a verified app
   * workspaces.
   */
  breakerOpensAt: 5,
  /** First pause of an open breaker; it doubles up to the cap. */
  breakerPause: 30 * SECOND,
  breakerPauseCap: 10 * MINUTE,
  /** Pause of an app after a 429 without Retry-After. */
  throttlePause: 10 * SECOND,
  /** … and the longest pause after 429s for an app that many workspaces share. Another 429 begins another pause. */
  sharedThrottlePause: MINUTE,
  /** Pause of a workspace's own app whose credentials its provider refuses. A person has to correct them. */
  configurationPause: 15 * MINUTE,
  /** One request may try when a pause ends. Another one may try after this time. */
  trialTime: 20 * SECOND,
  /** A time in an app's health may seem to be later by this, since the clocks of two processes differ. */
  healthSkew: 5 * SECOND,
  /** A process keeps what it read of an app's health for this long. */
  appHealthAge: 5 * SECOND,
  /** Settled attempts that a connection remembers. One connection never had more copies in the escrow. */
  settledAttempts: 16,
  /** Copies in the escrow that one tick lists, about 100 bytes each in memory. */
  escrowPaths: 100_000,
  /** Connections whose copies one tick settles at once … */
  escrowConcurrency: 16,
  /** … and of one workspace: a provider of its own that does not answer leaves room for others. */
  escrowOfWorkspace: 4,
  /** Revocation of an outdated copy in the escrow is retried for this long; then the copy is deleted in any case. */
  escrowLife: DAY,
  /** Pause before an unreachable escrow is read again for a lost answer. */
  escrowUnknown: 5 * SECOND,
  /** The table is tried until this long before the deadline or the lease's end; the rest is for the escrow. */
  escrowReserve: 5 * SECOND,
  /** A tick stops taking new work this long before the function's deadline. */
  tickReserve: 20 * SECOND,
  /** One invocation of token-refresh in the local environment, as long as the deployed function's timeout. */
  localInvocation: MINUTE,
  /** A sweep of the rotation stops this long before the function's deadline, enough for one page of each segment. */
  sweepReserve: 15 * SECOND,
  /** Segments of a sweep, which one process reads at once. Another number makes all stored cursors worthless. */
  sweepSegments: 8,
  /** Concurrent writes in one segment of a rotation. All segments together stay below the 50 sockets of the client. */
  sweepConcurrency: 4,
  /** A stored cursor is followed this long after its segment began. Then the segment begins at its first page. */
  sweepAge: DAY,
  /** A cursor may seem to be from the future by this, since the clocks of two processes differ. */
  cursorSkew: 5 * SECOND,
  /** First pause of a sweep that the table throttles; it doubles up to the cap. */
  throttledPause: 250,
  throttledPauseCap: 4 * SECOND,
  /** A key makes cursors of lists for a day, and they are accepted until the end of the next one. */
  cursorKeyEpoch: DAY,
  /** Bytes of the position in a cursor: an id of an activity entry has 36. */
  cursorPosition: 100,
  /** Entries in a token's list of workspaces. A header of 8 kB, which is what a token fits into, holds about 700 short ones. */
  rolesOfCaller: 500,
  /** JSON bodies of the HTTP API, in bytes. The largest is a BYO app. */
  requestBody: 16 * 1024,
  /**
   * Consents, apps, servers and refreshes that one person may start, put or ask for within one window, over all
   * workspaces: far more than a person does at a dashboard …
   */
  actsOfPerson: 100,
  /** … and that all persons of a workspace may together. One person takes a third of it at most. */
  actsOfWorkspace: 300,
  /** What one person may disconnect or delete within one window, apart from acts. Deleting a workspace is one. */
  endingsOfPerson: 300,
  /** A scope that a server asked for is asked until it is answered within this time, and refused for as long after a no. */
  stepUpAge: DAY,
  /** Scopes that one server may have asked for within that time, for one connection. */
  stepUpScopes: 50,
  /** Pages that one server may have shown within that time, for one connection: the same page again counts once. */
  stepUpPages: 5,
  /** How often one of these scopes is asked for, where people consent each time without asking for it. */
  stepUpAskings: 2,
  /** When to ask again, if what a server asked for could not be written, in seconds. */
  stepUpRetrySeconds: 1,
  /** Tries to write what a server asked for while others write it too. */
  stepUpRounds: 3,
  /** The windows are fixed: each begins at a multiple of this time since the epoch. */
  actsWindow: 10 * MINUTE,
  /** Refusals of one person in one workspace that the activity records within a day; the log has them all. */
  refusalsOfPerson: 20,
  /** … and of all persons of a workspace. */
  refusalsOfWorkspace: 200,
  refusalsWindow: DAY,
  /** Reads for one page of the activity of a member, who does not see other people's refusals. */
  activityReads: 5,
  /** Addresses in one entry of the activity: a custom provider has 25 at most … */
  addressesRecorded: 25,
  /** … and characters of each. A scheme and a host always fit. */
  addressRecorded: 300,
  /** How many of each a workspace may have. These lists are read as a whole, about 2 kB a connection. */
  connectionsOfWorkspace: 1_000,
  /** … with the tombstones of disconnected ones, which stay: what a new label needs room in. */
  connectionRowsOfWorkspace: 5_000,
  appsOfWorkspace: 100,
  /** Client ids and descriptions that one app may have had; each stays for the connections that were made with it. */
  versionsOfApp: 50,
  serversOfWorkspace: 200,
  /** Time for one discovery of a remote server, all of its requests together. */
  discovery: 10 * SECOND,
  /** Longer than a provider request and the store after it: until then one process alone registers a client. */
  registrationLease: 20 * SECOND,
  /** A consent that could not register a client keeps further ones from trying for so long. */
  registrationRetry: 5 * MINUTE,
  /** A client is registered anew at most this often … */
  registrationPause: HOUR,
  /** … and a workspace registers so many in a day: a remote server could answer `invalid_client` to each. */
  registrationsOfServer: 24,
  registrationsOfWorkspace: 100,
  /** Looks for the client of another process that registers one, and the pause between them. */
  registrationLooks: 20,
  registrationPoll: 250,
  /** A process keeps what a workspace stores for a server for this long, so a change takes effect within it. */
  ownServerAge: 5 * SECOND,
  /** Characters of the scopes in the link of a refusal. Longer lists stand in the record of the refusal alone. */
  scopesOfLink: 1_000,
  /** How many of these a process keeps at most; the oldest is dropped first. */
  ownServersKept: 1_000,
  /** Tries to raise an epoch while others raise it too. */
  endRounds: 10,
  /** Tries to write the health of an app while others write it too; as many as requests of one app in a tick. */
  healthRounds: 16,
  /** Reporters of failures that the health of an app remembers. */
  reportersKept: 32,
  /** … and accounts of one reporter that were told to wait, so that one reporter does not displace the others. */
  accountsKept: 4,
  /** An answer that takes this long calls its provider slow … */
  slowAnswer: 3 * SECOND,
  /** … for this long. */
  slowFor: 5 * MINUTE,
  /** Rows in one segment of a restored table that are processed at once, and entries of an activity in one page. */
  restoreConcurrency: 6,
  restorePage: 100,
  /** Pauses between tries to invoke a new version, while IAM propagates the right to invoke it. */
  newRightPauses: [2 * SECOND, 4 * SECOND],
  /** Items of one page of a rotation's sweep. DynamoDB cuts a page at 1 MB in any case. */
  sweepPage: 250,
  /** Copies in one listing: one page of S3's ListObjectsV2. */
  escrowListing: 1_000,
  /** How long an SDK client waits for a connection, and for silence in an answer. In a Region both take about 10 ms. */
  tableTimeouts: { connect: SECOND, silence: 3 * SECOND },
  busTimeouts: { connect: 500, silence: SECOND },
  /** Longer than a refresh on demand, whose provider may take {@link LIMITS.providerDeadline}. */
  refresherTimeouts: { connect: SECOND, answer: 12 * SECOND },
  /** How long a starting process waits for its data key. */
  warmKey: 2 * SECOND,
} as const;
