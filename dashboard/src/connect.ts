/** The two ends of a consent: leaving for the provider, and finishing when the browser is back. */
import type { Api, Connection, StartRequest } from './api.ts';
import { ApiProblem } from './api-problem.ts';
import type { Finish } from './intent.ts';
import { rememberSession, type StartedSession } from './started-sessions.ts';

export interface Start {
  workspace: string;
  /** Its name, to be remembered for the way back. */
  provider: string;
  request: StartRequest;
}

/** Starts a consent and leaves the page for the provider. */
export async function leaveForConsent(api: Api, { workspace, provider, request }: Start): Promise<void> {
  const { id, authorizationUrl } = await api.startConnect(workspace, request);
  // The address comes from our own API; still, nothing but a web page may be opened with it.
  if (!/^https?:$/.test(new URL(authorizationUrl).protocol)) throw new Error('not a web address');
  rememberSession(id, { workspace, provider });
  location.assign(authorizationUrl);
}

/** Only the tab that started a consent finishes it; the API checks the person besides. */
export function finishConsent(api: Api, finish: Finish, started?: StartedSession): Promise<Connection> {
  if (started === undefined) throw new ApiProblem(STARTED_ELSEWHERE);
  return api.completeConnect(started.workspace, finish.session, finish.handle);
}

const STARTED_ELSEWHERE = {
  title: 'Started elsewhere',
  detail: 'This connection was not started in this tab, so it was not finished. Start again here.',
};
