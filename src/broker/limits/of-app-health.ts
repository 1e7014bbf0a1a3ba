/** The health of apps, and places at slow endpoints. */
import { MINUTE, SECOND } from '../../contract/durations.ts';

export const APP_HEALTH_LIMITS = {
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
  /**
   * Refreshes on demand of one app and workspace that may wait for a slow endpoint at once. All apps of a workspace
   * together have `PLACES_OF_WORKSPACE` (src/contract/table.ts).
   */
  placesOfApp: 4,
  /** Whoever finds all places taken may come back after this, if nobody's answer is expected sooner. */
  placeRetry: SECOND,
  /** A place may seem to lapse later by this, since the clocks of two processes differ. Nobody writes one later still. */
  placeSkew: 5 * SECOND,
} as const;
