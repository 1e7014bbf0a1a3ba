/** Whether a tenant chose the host that refreshes of a connection ask. Pure. */
import type { Catalogue } from '../../providers/catalogue.ts';
import type { Connection } from '../records.ts';

/**
 * True for a workspace's own provider, and where a variable with a value of the tenant's stands in the host of the token
 * endpoint: how fast such a host answers is up to the tenant. A default value is the provider's own host, and a variable
 * with a closed list of hosts (a region) leads to the provider's own hosts too.
 */
export function tenantChoseEndpoint(
  catalogue: Catalogue,
  { provider, variables = {} }: Pick<Connection, 'provider' | 'variables'>,
): boolean {
  const known = catalogue.get(provider);
  if (!known) return true;
  const { tokenEndpoint, refreshEndpoint = tokenEndpoint } = known.oauth;
  return variablesInHost(refreshEndpoint).some((name) => {
    const variable = known.variables?.[name];
    return variable !== undefined && (variables[name] ?? variable.default) !== variable.default;
  });
}

/** Names in the part of a URL template before its path. */
function variablesInHost(template: string): string[] {
  const [origin = ''] = /^https?:\/\/[^/?#]*/.exec(template) ?? [];
  return [...origin.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}
