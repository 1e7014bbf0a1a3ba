import { ProviderId } from '../../contract/identifiers.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { CUSTOM_HOSTS } from './allowed-hosts.ts';

const PREFIX = 'provider:custom~';

/**
 * The registration of a custom provider's API, for the id `provider:custom~name`. Its hosts are in the connection.
 * Undefined: another id.
 */
export function customApi(serverId: string): ServerRegistration | undefined {
  const provider = serverId.slice('provider:'.length);
  if (!serverId.startsWith(PREFIX) || !ProviderId.safeParse(provider).success) return undefined;
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
