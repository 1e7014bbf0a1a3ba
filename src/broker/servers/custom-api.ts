import { is, PROVIDER_ID } from '../../contract/identifiers.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { isTokenHeader } from '../../contract/servers/token-header.ts';
import { ForeignDestination } from '../apps/foreign-destination.ts';
import type { Connection } from '../records.ts';
import { CUSTOM_HOSTS } from './allowed-hosts.ts';

const PREFIX = 'provider:custom~';

/**
 * The registration of a custom provider's API, for the id `provider:custom~name`. Its hosts, and the header of
 * the token if it is not `Authorization: Bearer`, are in the connection.
 * Undefined: another id.
 */
export function customApi(serverId: string): ServerRegistration | undefined {
  const provider = serverId.slice('provider:'.length);
  if (!serverId.startsWith(PREFIX) || !is(PROVIDER_ID, provider)) return undefined;
  return {
    id: serverId,
    name: provider,
    provider,
    allowedHosts: [CUSTOM_HOSTS],
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: false,
    scopes: [],
  };
}

/** What is placed in a call, and what of the caller is not forwarded. */
export type Placed = Pick<ServerRegistration, 'placements' | 'removeHeaders'>;

/**
 * The placements of a call with this connection's token. For the API of a custom provider they are in the connection, judged again
 * by the rules that took them. Throws ForeignDestination. Pure.
 */
export function placedFor(
  registration: Placed & Pick<ServerRegistration, 'allowedHosts'>,
  { tokenHeader }: Pick<Connection, 'tokenHeader'>,
): Placed {
  const { placements, removeHeaders, allowedHosts } = registration;
  if (!tokenHeader || !allowedHosts.includes(CUSTOM_HOSTS)) return { placements, removeHeaders };
  if (!isTokenHeader(tokenHeader)) throw new ForeignDestination();
  const { name, value } = tokenHeader;
  return { placements: [{ in: 'header', name, value }], removeHeaders: [...removeHeaders, name] };
}
