import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { Provider } from '../../src/oauth/provider.ts';

/**
 * The provider facts, with the authorization page at `origin`: a person's browser opens the played page, and the API
 * answers its address. The hosts of the provider's API and of its MCP servers are not the real ones either, so that no runtime
 * sends a played token there (T250). Nothing else differs, so that all that follows is what the real provider would see.
 */
export function playedFacts(provider: Provider, origin: string): Provider {
  const { oauth, api, servers } = provider;
  const authorizationEndpoint = oauth.authorizationEndpoint.replace(/^https:\//, origin);
  const hosts = [new URL(origin).host];
  return {
    ...provider,
    oauth: { ...oauth, authorizationEndpoint },
    api: { ...api, hosts },
    servers: servers.map((server) => playedServer(server, hosts)),
  };
}

/** A hosted server becomes one whose address is to be given, as nobody plays it. */
function playedServer({ url: _, ...server }: ServerRegistration, hosts: string[]): ServerRegistration {
  return { ...server, allowedHosts: [], ...(server.apiHosts && { apiHosts: hosts }) };
}
