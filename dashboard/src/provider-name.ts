import type { Provider } from './api.ts';

/** The name of a provider, for people. A remote MCP server that is not registered any more has its id left. Pure. */
export function providerName(id: string, provider: Provider | undefined): string {
  return provider?.name ?? id.replace(/^remote~/, '');
}
