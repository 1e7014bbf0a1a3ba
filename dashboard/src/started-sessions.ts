/** Remembers in this tab for which workspace a consent was started. It keeps neither the state nor the handle. */
const PREFIX = 'connections.session.';

export interface StartedSession {
  workspace: string;
  /** The name of the provider, for the message when the browser returns. */
  provider: string;
}

export function rememberSession(id: string, session: StartedSession): void {
  sessionStorage.setItem(PREFIX + id, JSON.stringify(session));
}

/** Returns the session and forgets it. Undefined if this tab did not start it. */
export function takeSession(id: string): StartedSession | undefined {
  const kept = sessionStorage.getItem(PREFIX + id);
  sessionStorage.removeItem(PREFIX + id);
  return kept === null ? undefined : JSON.parse(kept);
}
