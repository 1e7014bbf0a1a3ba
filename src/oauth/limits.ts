/** Every number of the OAuth protocol steps, with its reason. Seconds, unless said otherwise. */
import { DAY_IN_SECONDS } from '../contract/durations.ts';

export const OAUTH_LIMITS = {
  /** A longer lifetime counts as this one: beyond some thousands of years dates and the table's numbers end. */
  tokenLifetime: 10 * 365 * DAY_IN_SECONDS,
  /** Scopes of one answer, and characters of one scope. They are stored beside the tokens, in an item of 400 kB at most. */
  scopes: 300,
  scopeLength: 300,
  /** An access token of the issuer that claims to live longer is a mistake or a forgery (T052). */
  callerTokenLifetime: 7 * DAY_IN_SECONDS,
  /** Difference between the issuer's clock and ours. */
  clockLeeway: 30,
} as const;
