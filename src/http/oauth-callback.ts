/**
 * The public redirect endpoint. It holds no right and no key and writes nothing, so that a link scanner, a prefetch or a
 * second load of the page takes nothing from the person whose browser it is. The dashboard's page completes the consent.
 */

import { passedOn } from '../broker/connect/pass-on-answer.ts';
import { Problem } from '../broker/errors.ts';
import type { Settings } from '../broker/ports.ts';
import { publishedClient } from '../broker/remote/published-client.ts';
import { PAGE_CONTENT_POLICY, refusedResponsePage } from './refused-response-page.ts';
import { type App, type ServeOptions, serveRoutes } from './serve-routes.ts';

export interface CallbackPorts {
  settings: Pick<Settings, 'dashboardUrl' | 'apiOrigin'>;
}

export function createOAuthCallback(
  { settings: { dashboardUrl, apiOrigin } }: CallbackPorts,
  options: ServeOptions,
): App {
  return serveRoutes(
    'oauth-callback',
    {
      oauthCallback: async ({ params: { provider, app: owner }, context }) => {
        // Hono answers HEAD like GET; API Gateway has no such route.
        if (context.req.method !== 'GET') throw new Problem('method_not_allowed');
        const fragment = passedOn({ provider, owner, query: rawQuery(context.req.url) });
        if (fragment === undefined) {
          context.header('content-security-policy', PAGE_CONTENT_POLICY);
          return context.html(refusedResponsePage(dashboardUrl), 400);
        }
        // 303 to a clean page; the fragment reaches no server and no referrer (T039, T041).
        return context.redirect(`${dashboardUrl}/#${fragment}`, 303);
      },
      clientDocument: async ({ params: { document }, context }) => {
        context.header('cache-control', DOCUMENT_CACHE);
        return publishedClient({ apiOrigin }, document);
      },
    },
    options,
  );
}

/** Authorization servers read it at each consent. It changes with a release at most. */
const DOCUMENT_CACHE = 'public, max-age=300';

function rawQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}
