/** Consents, and what ends them: sessions, codes, choices of a tenant, revocations of grants. */
import { DAY, MINUTE, SECOND } from '../../contract/durations.ts';

export const CONSENTS_LIMITS = {
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
  /** RFC 7009 section 2.2.1: a 503 asks for a retry. After this time the sealed tokens are deleted in any case. */
  revokeRetry: DAY,
  /** The own apps of a deleted workspace stay for so long: until revocations are given up, and a day for late ticks. */
  deletedAppLife: 2 * DAY,
  /** Tries to raise an epoch while others raise it too. */
  endRounds: 10,
} as const;
