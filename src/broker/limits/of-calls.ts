/** Calls: injections, those who wait for a token, records of use, and scopes that servers ask for. */
import { DAY, MINUTE, SECOND } from '../../contract/durations.ts';

export const CALLS_LIMITS = {
  /** The injector asks for a refresh when less than this is left … */
  injectMargin: MINUTE,
  /** … or this part of a short lifetime. */
  injectMarginShare: 0.1,
  /** A token that expires within this time is not injected: it would expire on the way. */
  leastLeft: 500,
  /** An operation id whose time is further from now is refused, so no id works again after its mark was deleted. */
  operationSkew: 5 * MINUTE,
  /** An injection is valid for this long at most, also when its token lives longer. */
  injectionLife: 15 * MINUTE,
  /**
   * An answer of an endpoint that a tenant chose, or of a lease that does not say, is awaited this long by others: as long as an
   * endpoint takes that is not called slow, and a second …
   */
  leasePoll: 4 * SECOND,
  /** … and any other answer this long after the provider's deadline, in which it is stored. */
  leaseStore: 500,
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
  /** How long the audit record of a tool call is kept. */
  toolCallRetention: 90 * DAY,
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
  /**
   * Calls of several days that are counted exactly in one request: 300 bytes each, so that it takes about 1,200 units of read
   * capacity and, with the 16 partitions of each day, a few seconds of the function's ten.
   */
  callsOfSpan: 30_000,
  /** … of which each day may have so many, also where busier days have used up their shares. */
  leastOfDay: 100,
  /** Days of one request for counts: a month. */
  daysOfCounts: 31,
  /** Different server, tool, connection and outcome in one answer of counts, the most used ones. */
  countsListed: 500,
  /** Rows of one part of an export, in which as many records are looked at … */
  rowsOfExport: 5_000,
  /** … and its bytes. Lambda’s answers have 6 MB at most, and base64 makes four bytes of three. */
  bytesOfExport: 2.5 * 1024 * 1024,
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
  /** Entries of one server's changed tools within that time … */
  toolChangesOfDay: 20,
  toolChangesAge: DAY,
  /** … and tools in one entry. */
  toolChangesListed: 32,
  /** Definitions of one server that a row remembers, of each kind: the 256 of a list, and those of other people's lists. */
  toolsRemembered: 384,
  /** Tries to write what was seen of a server's tools while others write it too. */
  toolsRounds: 3,
  /** Characters of the scopes in the link of a refusal. Longer lists stand in the record of the refusal alone. */
  scopesOfLink: 1_000,
  /** A process keeps what a workspace stores for a server for this long, so a change takes effect within it. */
  ownServerAge: 5 * SECOND,
  /** How many of these a process keeps at most; the oldest is dropped first. */
  ownServersKept: 1_000,
} as const;
