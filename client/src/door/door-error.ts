/** All errors of the command `connections-door`. Use `code` to distinguish them. No error contains a secret or a token. */

/**
 * - `config_invalid`: a member of the configuration is missing, unknown, or has a value that is not allowed.
 * - `config_unreadable`: a file of the configuration cannot be read, or is not JSON.
 * - `listen_refused`: the address is not on this machine, or a door already listens at the socket.
 * - `registration_refused`: a gateway cannot serve this registration.
 * - `registration_unreadable`: the registration cannot be read.
 * - `registration_differs`: the door's configuration is not that of the registration.
 * - `arguments_refused`: the command line is not one of this command.
 * - `probe_failed`: the server's answers say nothing about its headers.
 */
export type DoorErrorCode =
  | 'config_invalid'
  | 'config_unreadable'
  | 'listen_refused'
  | 'registration_refused'
  | 'registration_unreadable'
  | 'registration_differs'
  | 'arguments_refused'
  | 'probe_failed';

/** The command cannot do what it was asked, and has changed nothing. */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  readonly code: DoorErrorCode;

  constructor(code: DoorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
