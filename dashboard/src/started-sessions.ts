/** Remembers, in this tab, for which workspace a consent was started. Neither the state nor the handle is kept. */
const PREFIX = 'connections.session.';

export interface StartedSession {
  workspace: string;
  /** The provider's name, for the message when the person comes back. */
  provider: string;
}

export function rememberSession(id: string, session: StartedSession): void {
  sessionStorage.setItem(PREFIX + id, JSON.stringify(session));
}

/** Undefined: it was not started in this tab. A session is taken once. */
export function takeSession(id: string): StartedSession | undefined {
  const kept = sessionStorage.getItem(PREFIX + id);
  sessionStorage.removeItem(PREFIX + id);
  return kept === null ? undefined : JSON.parse(kept);
}
