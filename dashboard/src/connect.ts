/** How a consent starts, by leaving the page for the provider, and how it is completed when the browser returns. */
import type { Api, Connection, StartRequest } from './api.ts';
import { ApiProblem } from './api-problem.ts';
import type { Finish } from './intent.ts';
import { rememberSession, type StartedSession } from './started-sessions.ts';

export interface Start {
  workspace: string;
  /** The name of the provider, kept for the message after the browser returns. */
  provider: string;
  request: StartRequest;
}

/** Starts a consent and leaves the page for the provider. */
export async function leaveForConsent(api: Api, { workspace, provider, request }: Start): Promise<void> {
  const { id, authorizationUrl } = await api.startConnect(workspace, request);
  // The URL comes from our own API. Still, only the URL of a web page may be opened.
  if (!/^https?:$/.test(new URL(authorizationUrl).protocol)) throw new Error('not a web address');
  rememberSession(id, { workspace, provider });
  location.assign(authorizationUrl);
}

/** Only the tab that started a consent completes it. In addition, the API checks the person. */
export function finishConsent(api: Api, finish: Finish, started?: StartedSession): Promise<Connection> {
  if (started === undefined) throw new ApiProblem(STARTED_ELSEWHERE);
  return api.completeConnect(started.workspace, finish.session, finish.handle);
}

const STARTED_ELSEWHERE = {
  title: 'Started in another tab',
  detail: 'This connection was started in another tab or browser, so it was not completed. Start again here.',
};
