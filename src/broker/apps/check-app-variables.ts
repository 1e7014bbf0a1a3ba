import type { Provider } from '../../oauth/provider.ts';
import { resolveFacts, type Values } from '../../oauth/resolve-facts.ts';
import { isCatalogueHost } from '../../providers/catalogue-hosts.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { isOwnHost } from './check-destination.ts';

/**
 * Checks and returns the variables that a workspace's own app sets. Each must match the provider's pattern. A host
 * outside the provider's own domain (self-managed) must be public and belong to no provider of the catalogue (T018,
 * T143, T144). Throws `invalid_variable`.
 */
export async function checkAppVariables(
  ports: Pick<Ports, 'catalogue' | 'hosts'>,
  provider: Provider,
  given: Values,
): Promise<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) {
    const variable = Object.hasOwn(provider.variables ?? {}, name) ? provider.variables?.[name] : undefined;
    if (!variable || variable.of === 'callback' || !new RegExp(variable.pattern).test(value))
      throw new Problem('invalid_variable');
  }
  const { authorizationEndpoint, tokenEndpoint } = resolveFacts(provider.oauth, given);
  for (const url of [authorizationEndpoint, tokenEndpoint].filter((endpoint) => !endpoint.includes('{'))) {
    await refuseForeignHost(ports, provider, new URL(url).hostname);
  }
  return { ...given };
}

async function refuseForeignHost(
  { catalogue, hosts }: Pick<Ports, 'catalogue' | 'hosts'>,
  provider: Provider,
  host: string,
): Promise<void> {
  if (isOwnHost(provider, host)) return;
  if (isCatalogueHost(catalogue, host) || !(await hosts.isPublic(host)))
    throw new Problem('invalid_variable');
}
