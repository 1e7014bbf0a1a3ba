/** The records of how an app's provider does, and of who waits for it. Times are integer milliseconds since the epoch. */
import type { StatusReason } from '../contract/statuses.ts';
import type { PlaceName } from '../contract/table.ts';

/** An account that a provider told to wait. */
export interface ThrottledAccount {
  /** The workspace for an app that many workspaces share, else the connection. */
  by: string;
  /** Hash of the provider's account; empty if it is not known. */
  account: string;
  until: number;
  /** It was one of those for whom the app rested: it makes the app rest again only after a success. */
  hasRested?: true;
}

/** What provider answers and failures say about one version of an app. All processes share it. */
export interface AppHealth {
  /** Rises with every write, so that no write is judged by an older state. Absent in items of older releases. */
  revision?: number;
  /** The app's provider is not asked before this time. */
  pauseUntil: number;
  reason: StatusReason;
  /** Connections or workspaces that met failures since the last answer. Enough of them open the breaker. */
  failing?: string[];
  /** Workspaces whose connections the provider refused by the client's name since then. Enough of them blame the app. */
  refused?: string[];
  /**
   * How often the breaker opened since the last answer. While present, only one request may try when the pause ends.
   */
  openings?: number;
  /** Until when one request tries, and all others wait. */
  trialUntil?: number;
  /** The same for connections whose last attempt failed. */
  troubledUntil?: number;
  /** Accounts that were told to wait since the last answer. */
  throttled?: ThrottledAccount[];
  /** When the one alert about a wrong configuration was published. */
  alertedAt?: number;
  /** Until when the app's provider counts as slow: refreshes on demand take places before they ask it. */
  slowUntil?: number;
}

/**
 * The places of one workspace. Each place that is taken is `<until>/<holder>/<app key>`: a text, since a condition can
 * compare it.
 */
export type Places = {
  /** Changes with every place that is taken: a condition on it is one on all places. */
  turn?: string;
} & { [K in PlaceName]?: string };
