/** Discovery of remote servers, and registrations at their authorization servers. */
import { HOUR, MINUTE, SECOND } from '../../contract/durations.ts';

export const REMOTE_SERVERS_LIMITS = {
  /** Time for one discovery of a remote server, all of its requests together. */
  discovery: 10 * SECOND,
  /** Longer than a provider request and the store after it: until then one process alone registers a client. */
  registrationLease: 20 * SECOND,
  /** A consent that could not register a client keeps further ones from trying for so long. */
  registrationRetry: 5 * MINUTE,
  /** A client is registered anew at most this often … */
  registrationPause: HOUR,
  /** … and a workspace registers so many in a day: a remote server could answer `invalid_client` to each. */
  registrationsOfServer: 24,
  registrationsOfWorkspace: 100,
  /** Looks for the client of another process that registers one, and the pause between them. */
  registrationLooks: 20,
  registrationPoll: 250,
} as const;
