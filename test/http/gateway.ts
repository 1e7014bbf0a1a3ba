/**
 * A model of API Gateway before the function `connect`: a token bucket for each route (API Gateway Developer Guide, "Throttle
 * requests to your HTTP APIs"), with the limits that the stage's template would have, on a clock that the test moves.
 */
import { type ThrottleSettings, throttleOf } from '../../lib/settings/throttle-settings.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import type { App } from '../../src/http/serve-routes.ts';

export interface Sent {
  method: string;
  path: string;
  token: string;
  body?: object | undefined;
}

/** Sends one request. What API Gateway turns away has no problem's code. */
export type Gateway = (sent: Sent) => Promise<Response>;

export function gatewayBefore(app: App, now: () => number, settings: ThrottleSettings = {}): Gateway {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const passes = (route: Route): boolean => {
    const { rate, burst } = throttleOf(route, settings);
    const { tokens, at } = buckets.get(route.operationId) ?? { tokens: burst, at: now() };
    const filled = Math.min(burst, tokens + ((now() - at) * rate) / 1_000);
    const isThrough = filled >= 1;
    buckets.set(route.operationId, { tokens: isThrough ? filled - 1 : filled, at: now() });
    return isThrough;
  };
  return async ({ method, path, token, body }) => {
    const route = (ROUTES as readonly Route[]).find(
      (each) => each.method === method && patternOf(each).test(path),
    );
    if (!route) throw new Error(`the contract has no ${method} ${path}`);
    if (!passes(route)) return Response.json({ message: 'Too Many Requests' }, { status: 429 });
    return app.request(path, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
}

function patternOf({ path }: Route): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}
