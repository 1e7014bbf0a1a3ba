/** Whether a tenant chose a host that is asked for a connection or a consent. Pure. */
import type { OAuthFacts, Provider } from '../oauth/provider.ts';
import type { Catalogue } from './catalogue.ts';

/** Names of variables, each with the value that leads to the provider's own host; null where there is none. */
export type ChosenHosts = Readonly<Record<string, string | null>>;

/**
 * The variables that stand in the host of an endpoint. A variable with a closed list of hosts (a region) is none of them: it
 * leads to the provider's own hosts.
 */
export function chosenHostsOf({ oauth, variables = {} }: Pick<Provider, 'oauth' | 'variables'>): ChosenHosts {
  const names = endpointsOf(oauth).flatMap(variablesInHost);
  const chosen = names.filter((name) => Object.hasOwn(variables, name));
  return Object.fromEntries(chosen.map((name) => [name, variables[name]?.default ?? null]));
}

/** Whether these values lead to another host than the provider's own. */
export function choseHost(chosen: ChosenHosts, values: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(chosen).some(([name, usual]) => (values[name] ?? usual) !== usual);
}

/**
 * True for a workspace's own provider, and where a variable with a value of the tenant's stands in the host of an endpoint
 * that is asked: how fast such a host answers is up to the tenant.
 */
export function tenantChoseEndpoint(
  catalogue: Catalogue,
  { provider, variables }: { provider: string; variables?: Record<string, string> | undefined },
): boolean {
  const known = catalogue.get(provider);
  return !known || choseHost(chosenHostsOf(known), variables);
}

/** Where codes, tokens and revocations go, and where it is asked whose they are. */
function endpointsOf({ tokenEndpoint, refreshEndpoint, revocation, account }: OAuthFacts): string[] {
  const all = [tokenEndpoint, refreshEndpoint, 'endpoint' in revocation && revocation.endpoint];
  const asked = [...all, 'endpoint' in account && account.endpoint];
  return asked.filter((endpoint) => typeof endpoint === 'string');
}

/** Names in the part of a URL template before its path. */
function variablesInHost(template: string): string[] {
  const [origin = ''] = /^https?:\/\/[^/?#]*/.exec(template) ?? [];
  return [...origin.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}
