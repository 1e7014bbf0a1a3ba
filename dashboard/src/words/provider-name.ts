import type { Provider } from '../api/types.ts';

/** The name of a provider, for people. A remote MCP server that is not registered any more has its id left. Pure. */
export function providerName(id: string, provider: Provider | undefined): string {
  return provider?.name ?? id.replace(/^remote~/, '');
}

/** The names of providers for people, by id. */
export function namesOf(providers: Provider[] = []): (id: string) => string {
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  return (id) => providerName(id, byId.get(id));
}
