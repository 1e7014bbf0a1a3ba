import type { ServerRegistration } from '../../contract/server-registration.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import type { Connection } from '../records.ts';

/**
 * Returns the hosts that may receive this connection's token: those of the registration, with the connection's
 * variables and facts filled in. A template that stays unfilled is left out; without any host the token is not injected
 * (T143). Pure.
 */
export function allowedHosts(
  { allowedHosts }: Pick<ServerRegistration, 'allowedHosts'>,
  connection: Connection,
): string[] {
  const values = { ...connection.variables, ...connection.facts };
  const hosts = allowedHosts.flatMap((host) =>
    host === CUSTOM_HOSTS ? (connection.apiHosts ?? []) : [fill(host, values)],
  );
  return hosts.filter(isHost);
}

/** Whether a text is a host, or a host with a port. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}

/** `host` or `host:port`; nothing that a template, a path or a user could still be in. */
const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/;

/** In the registration of a custom provider's API, stands for the hosts that the connection stores. */
export const CUSTOM_HOSTS = '{customHosts}';

/** Whether a registration's hosts are known before the connection is read. */
export function areHostsKnown({ allowedHosts }: ServerRegistration): boolean {
  return !allowedHosts.some((host) => host.includes('{'));
}
