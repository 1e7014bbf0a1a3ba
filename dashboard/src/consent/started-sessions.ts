/** What this tab remembers of the consents that it started: without its secret nobody completes one. */
import type { Start } from './intent.ts';

const PREFIX = 'connections.session.';

/** What was asked for, to start it once more, with its end and its secret. */
export interface StartedSession extends Start {
  /** Milliseconds since the epoch: when the API forgets the session. */
  expiresAt: number;
  /** Proves to the API that this tab started the consent. Absent once it was completed. */
  secret?: string;
}

/** A session that this tab started, with the id that the API knows it by. */
export interface KnownSession extends StartedSession {
  id: string;
}

export function rememberSession({ id, ...session }: KnownSession): void {
  sessionStorage.setItem(PREFIX + id, JSON.stringify(session));
}

export function forgetSession(id: string): void {
  sessionStorage.removeItem(PREFIX + id);
}

/** The session of a provider's answer. Undefined if this tab did not start it, or it is over. */
export async function sessionOf(query: string): Promise<KnownSession | undefined> {
  forgetOldSessions();
  const id = await sha256(new URLSearchParams(query).get('state') ?? '');
  const kept = sessionStorage.getItem(PREFIX + id);
  return kept === null ? undefined : { id, ...JSON.parse(kept) };
}

function forgetOldSessions(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const { expiresAt }: StartedSession = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (!(expiresAt > Date.now())) sessionStorage.removeItem(key);
  }
}

/** The id of a session is the hash of its state, which this tab does not keep. */
async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
