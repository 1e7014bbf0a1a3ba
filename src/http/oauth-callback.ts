/** The public redirect endpoint. */

import { receiveCallback } from '../broker/connect/receive-callback.ts';
import type { Ports } from '../broker/ports.ts';
import { type App, type ServeOptions, serveRoutes } from './serve-routes.ts';

export type CallbackPorts = Pick<Ports, 'sessions' | 'clock' | 'random'> & {
  settings: Pick<Ports['settings'], 'dashboardUrl'>;
};

/** The page for every fault, so that it reveals nothing to an attacker. It shows no part of the request (T001, T002, T035). */
const REJECTED = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not connected</title>
<h1>This link does not work</h1><p>It is incomplete, has expired, or was used before. It did not create a connection. Go back to the dashboard and start again.</p></html>`;

export function createOAuthCallback(ports: CallbackPorts, options: ServeOptions): App {
  return serveRoutes(
    'oauth-callback',
    {
      oauthCallback: async ({ params, context }) => {
        const query = new URL(context.req.url).searchParams;
        const outcome = await receiveCallback(ports, { provider: params.provider, owner: params.app, query });
        if (outcome.kind === 'rejected') return context.html(REJECTED, 400);
        const fragment: Record<string, string> =
          outcome.kind === 'returned'
            ? { session: outcome.sessionId, handle: outcome.handle.reveal() }
            : { session: outcome.sessionId, error: outcome.reason };
        // 303 to a clean page; the fragment reaches no server and no referrer (T039, T041).
        return context.redirect(`${ports.settings.dashboardUrl}/#${new URLSearchParams(fragment)}`, 303);
      },
    },
    options,
  );
}
