import { hostOf, isHost, namesInUrl } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import type { Connection } from '../records.ts';

type Hosts = Pick<ServerRegistration, 'allowedHosts' | 'apiHosts' | 'binding'>;

/**
 * Returns the hosts to which a runtime may send this connection's token: those of the registration, with the connection's
 * variables and facts filled in. A template that stays unfilled is left out. A server that the runtime starts has none. Pure.
 */
export function allowedHosts(
  { allowedHosts }: Pick<Hosts, 'allowedHosts'>,
  connection: FilledFrom,
): string[] {
  return filled(allowedHosts, connection);
}

/** Returns the hosts of the provider that the server itself calls with this connection's token. Pure. */
export function apiHosts({ apiHosts = [] }: Pick<Hosts, 'apiHosts'>, connection: Connection): string[] {
  return filled(apiHosts, connection);
}

/**
 * Where the token goes first: to the server's host, or for a server that the runtime starts to the hosts that it calls.
 * Without any of these the token is not injected (T143). Pure.
 */
export function firstHosts(registration: Hosts, connection: FilledFrom): string[] {
  return filled(firstTemplates(registration), connection);
}

/**
 * The server's address with the connection's variables and facts filled in. Undefined: a name has no value, or the address is
 * not at one of the allowed hosts. Pure.
 */
export function filledUrl(
  registration: Pick<ServerRegistration, 'url' | 'allowedHosts'>,
  connection: Pick<Connection, 'variables' | 'facts'>,
): string | undefined {
  const url = fill(registration.url ?? '', { ...connection.variables, ...connection.facts });
  const host = namesInUrl(url).length === 0 ? hostOf(url) : undefined;
  return host !== undefined && allowedHosts(registration, connection).includes(host) ? url : undefined;
}

function firstTemplates({ binding, allowedHosts, apiHosts = [] }: Hosts): string[] {
  return binding === 'process' ? apiHosts : allowedHosts;
}

type FilledFrom = Pick<Connection, 'variables' | 'facts' | 'apiHosts'>;

function filled(hosts: string[], connection: FilledFrom): string[] {
  const values = { ...connection.variables, ...connection.facts };
  return hosts
    .flatMap((host) => (host === CUSTOM_HOSTS ? (connection.apiHosts ?? []) : [fill(host, values)]))
    .filter(isHost);
}

/** In the registration of a custom provider's API, stands for the hosts that the connection stores. */
export const CUSTOM_HOSTS = '{customHosts}';

/** The first hosts, if the connection need not be read for them. */
export function knownHosts(registration: Hosts): string[] | undefined {
  const hosts = firstTemplates(registration);
  return hosts.some((host) => host.includes('{')) ? undefined : hosts;
}
