import type { ServerRegistration } from '../../contract/server-registration.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import type { Connection } from '../records.ts';

/**
 * The hosts that may receive this connection's token: the registration's, with the connection's variables and facts filled
 * in. One that stays unfilled is no host, and none at all means that the token is not handed out (T143). Pure.
 */
export function allowedHosts(
  { allowedHosts }: Pick<ServerRegistration, 'allowedHosts'>,
  connection: Connection,
): string[] {
  const values = { ...connection.variables, ...connection.facts };
  const hosts = allowedHosts.flatMap((host) =>
    host === CUSTOM_HOSTS ? (connection.apiHosts ?? []) : [fill(host, values)],
  );
  return hosts.filter((host) => !host.includes('{'));
}

/** Stands, in the registration of a custom provider's API, for the hosts that the connection keeps. */
export const CUSTOM_HOSTS = '{customHosts}';

/** Whether a registration's hosts are known before the connection is read. */
export function areHostsKnown({ allowedHosts }: ServerRegistration): boolean {
  return !allowedHosts.some((host) => host.includes('{'));
}
