/** Whether a tenant chose a host that is asked for a connection or a consent. Pure. */
import type { OAuthFacts } from '../../oauth/provider.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import type { Connection } from '../records.ts';

/**
 * True for a workspace's own provider, and where a variable with a value of the tenant's stands in the host of an endpoint
 * that is asked: how fast such a host answers is up to the tenant. A default value is the provider's own host, and a variable
 * with a closed list of hosts (a region) leads to the provider's own hosts too.
 */
export function tenantChoseEndpoint(
  catalogue: Catalogue,
  { provider, variables = {} }: Pick<Connection, 'provider' | 'variables'>,
): boolean {
  const known = catalogue.get(provider);
  if (!known) return true;
  return endpointsOf(known.oauth)
    .flatMap(variablesInHost)
    .some((name) => {
      const variable = known.variables?.[name];
      return variable !== undefined && (variables[name] ?? variable.default) !== variable.default;
    });
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
