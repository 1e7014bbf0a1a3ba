/** How a consent starts, by leaving the page for the provider, and how it is completed when the browser returns. */

import { ApiProblem } from '../api/api-problem.ts';
import type { connectionsApi } from '../api/connections.ts';
import type { Connection } from '../api/types.ts';
import type { Start } from './intent.ts';
import { isWebAddress } from './remote-address.ts';
import type { ReturnedConsent } from './returned-consent.ts';
import { forgetSession, type KnownSession, rememberSession } from './started-sessions.ts';

type Api = ReturnType<typeof connectionsApi>;

/** Starts a consent and leaves the page for the provider. */
export async function leaveForConsent(api: Api, start: Start): Promise<void> {
  const { request } = start;
  const started = await api.start(request);
  const { id, authorizationUrl, completionSecret: secret } = started;
  // The URL comes from our own API, and its host from a vendor. Only the URL of a web page may be opened.
  if (!isWebAddress(new URL(authorizationUrl))) throw new Error('not a web address');
  const expiresAt = Date.parse(started.expiresAt);
  rememberSession({ ...start, id, secret, expiresAt });
  location.assign(authorizationUrl);
}

/** Undefined: this tab has completed the consent before, so that the page was only loaded again. */
export async function finishConsent(
  api: Api,
  returned: ReturnedConsent,
  session: KnownSession,
): Promise<Connection | undefined> {
  const { secret, ...known } = session;
  if (secret === undefined) return undefined;
  try {
    const connection = await completed(api, returned, { ...known, secret });
    rememberSession(known);
    return connection;
  } catch (error) {
    if (!(error instanceof ApiProblem && LEAVES_OPEN.has(error.code))) forgetSession(session.id);
    throw error;
  }
}

/** Nothing was done, or the end of a request with the same code is awaited. A code can live for 30 seconds only. */
const PASSES = new Set(['temporarily_unavailable', 'too_many_at_once', 'internal', undefined]);
/** The session is still there for the provider's own answer: what came was somebody else's, or this sign-in was over. */
const LEAVES_OPEN = new Set([
  ...PASSES,
  'provider_rejected',
  'authorization_response_mismatch',
  'invalid_request',
  'initiator_mismatch',
  'unauthenticated',
]);
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

async function completed(
  api: Api,
  { provider, owner, query }: ReturnedConsent,
  { id, secret }: KnownSession & { secret: string },
): Promise<Connection> {
  const body = { completionSecret: secret, provider, owner, query };
  for (const pause of PAUSES) {
    try {
      return await api.complete(id, body);
    } catch (error) {
      if (!(error instanceof ApiProblem && PASSES.has(error.code) && !error.isUnauthenticated)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return api.complete(id, body);
}
