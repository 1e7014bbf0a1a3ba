/**
 * The number of requests that API Gateway lets through to a route. The limit protects the account from a flood. All callers
 * of a route share the limit, so the limit is far above the quotas (src/broker/limits.ts), which count for each person.
 */
import type { Route } from '../../src/contract/routes.ts';

/** For all callers of one route together. Above it API Gateway itself answers 429. */
export interface RouteThrottle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once, before the rate counts. */
  readonly burst: number;
}

/** A throttle for each kind of route; each route has its own count. */
export interface ThrottleSettings {
  /**
   * Routes that need a caller's token.
   * @default 230 a second, 1,000 at once
   */
  readonly signedIn?: RouteThrottle;
  /**
   * Those of them that read records of calls or of the activity, thousands for one answer.
   * @default 200 a second, 400 at once
   */
  readonly records?: RouteThrottle;
  /**
   * Trials of MCP servers by admins. Each trial may wait for its server for twenty seconds.
   * @default 2 a second, 10 at once
   */
  readonly trials?: RouteThrottle;
  /**
   * The providers' redirects, which anybody can call (T170). Each request costs a write.
   * @default 200 a second, 400 at once
   */
  readonly callback?: RouteThrottle;
  /**
   * The health and the OpenAPI document, which anybody can call.
   * @default 100 a second, 200 at once
   */
  readonly public?: RouteThrottle;
}

/** All routes together stay below the 10,000 a second that an account has in a Region. */
export const DEFAULT_THROTTLES: Required<ThrottleSettings> = {
  signedIn: { rate: 230, burst: 1_000 },
  records: { rate: 200, burst: 400 },
  trials: { rate: 2, burst: 10 },
  callback: { rate: 200, burst: 400 },
  public: { rate: 100, burst: 200 },
};

/** The throttle of one route. Pure. */
export function throttleOf(route: Route, settings: ThrottleSettings = {}): RouteThrottle {
  const all = { ...DEFAULT_THROTTLES, ...settings };
  if (route.function === 'oauth-callback') return all.callback;
  if (route.access === 'public') return all.public;
  if (route.function === 'server-trial') return all.trials;
  return route.reads === 'records' ? all.records : all.signedIn;
}
