import type { ServerRegistration } from '../contract/server-registration.ts';
import type { Provider } from '../oauth/provider.ts';
import type { Catalogue } from './catalogue.ts';

export type RegistrationSource = 'catalogue' | 'stage';
export interface RegisteredServer {
  registration: ServerRegistration;
  source: RegistrationSource;
}

/** All MCP servers that need no table read: the catalogue's, each provider's own API, and the operator's. */
export function registeredServers(
  catalogue: Catalogue,
  stageServers: readonly ServerRegistration[],
): ReadonlyMap<string, RegisteredServer> {
  const own = [...catalogue.values()].flatMap((provider) => [...provider.servers, providerApi(provider)]);
  const servers = new Map<string, RegisteredServer>();
  for (const registration of own) servers.set(registration.id, { registration, source: 'catalogue' });
  for (const registration of stageServers) servers.set(registration.id, { registration, source: 'stage' });
  return servers;
}

/** `provider:google`: the provider's own API, with its hosts and its usual header. */
function providerApi({ id, name, api }: Provider): ServerRegistration {
  return {
    id: `provider:${id}`,
    name: `${name} API`,
    provider: id,
    allowedHosts: api.hosts,
    placements: [
      { in: 'header', name: 'Authorization', value: api.authorization },
      ...Object.entries(api.headers ?? {}).map(([header, value]) => ({
        in: 'header' as const,
        name: header,
        value,
      })),
    ],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: false,
    scopes: [],
  };
}
