/**
 * TLS sessions that a later connection resumes (RFC 8446 section 2.2): it saves the exchange of certificates, an eighth of the CPU
 * of a refresh. Every request has a connection of its own nevertheless, and its first byte leaves after the handshake: no early
 * data is sent, so a request is never replayed.
 */
import type { ClientRequest } from 'node:http';
import type { TLSSocket } from 'node:tls';

interface Kept {
  session: Buffer;
  /** When the server's certificate was verified, in milliseconds since the epoch. */
  verifiedAt: number;
}

/** The sessions of one process, by the host and the address that was checked: a session is used for these alone. */
export type TlsSessions = Map<string, Kept>;

/** A resumed session does not verify the certificate again, which may have been withdrawn since. */
const LIFE = 60 * 60 * 1_000;
/** About 3 kB each. The oldest is dropped first. */
const MOST = 500;

export interface Resumption {
  sessions: TlsSessions;
  /** The host, and the address that was checked and is dialled first. */
  at: string;
  now?: (() => number) | undefined;
}

/** The session to resume. Undefined: none is young enough. */
export function sessionFor({ sessions, at, now = Date.now }: Resumption): Buffer | undefined {
  const found = sessions.get(at);
  return found && Math.abs(now() - found.verifiedAt) < LIFE ? found.session : undefined;
}

/** Keeps the session of a request over TLS as soon as the server's certificate is verified. */
export function keepSession(outgoing: ClientRequest, { sessions, at, now = Date.now }: Resumption): void {
  let isVerified = false;
  let latest: Buffer | undefined;
  const keep = (socket: TLSSocket) => {
    if (!isVerified || !latest) return;
    const verifiedAt = socket.isSessionReused() ? sessions.get(at)?.verifiedAt : now();
    if (verifiedAt !== undefined) add(sessions, at, { session: latest, verifiedAt });
  };
  outgoing.once('socket', (socket) => {
    const secure = socket as TLSSocket;
    secure.on('session', (session) => {
      latest = session;
      keep(secure);
    });
    // Emitted after the certificate and the host in it were verified.
    secure.once('secureConnect', () => {
      isVerified = true;
      keep(secure);
    });
  });
  // A server could break every connection that resumes a session. Without one the next request has a full handshake.
  outgoing.once('error', () => void sessions.delete(at));
}

function add(sessions: TlsSessions, at: string, kept: Kept): void {
  // A Map keeps the order of insertion: the first key is the oldest.
  sessions.delete(at);
  sessions.set(at, kept);
  if (sessions.size > MOST) sessions.delete(sessions.keys().next().value as string);
}
