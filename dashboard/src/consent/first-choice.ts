/** What the page of a consent has ticked when it opens. */
import { type Choice, needsTick } from './product-choice.ts';
import type { Wish } from './wish.ts';

/** Up to this number of products, all are ticked at first. With more, the person ticks. */
const TICK_ALL_UP_TO = 3;

/**
 * The products of the connection that is connected again; for a new one that a server needs none, since the permissions that
 * the server's registration wants are ticked by themselves (T234); else all of a provider with few that have usual permissions. Pure.
 */
export function firstChoice({ provider: { apps }, connection, server }: Wish): Choice {
  const requested = new Set(connection?.requestedScopes);
  const before = apps.filter(({ scopes }) =>
    scopes.some(({ scope, default: usual }) => usual && requested.has(scope)),
  );
  const extra = before.flatMap(({ scopes }) =>
    scopes.filter(({ scope, default: usual }) => !usual && requested.has(scope)),
  );
  const usual = apps.filter((app) => !needsTick(app));
  const all = apps.length <= TICK_ALL_UP_TO && server === undefined ? usual : [];
  return {
    apps: (before.length > 0 ? before : all).map(({ id }) => id),
    scopes: extra.map(({ scope }) => scope),
  };
}
