import type { Secret } from '../../vault/secret.ts';
import type { OAuthFacts, ReadTenant } from '../provider.ts';
import { areConnectionFacts } from '../resolve-facts.ts';
import { throwTellable } from '../tellable-error.ts';
import type { TokenEndpointContext } from '../token-endpoint.ts';
import { askAccount, printable, readSafely } from './identify-account.ts';

/**
 * Lists the tenants that an access token reaches, in the provider's order, each once. A tenant whose facts do not fit the
 * provider's patterns is left out, so that no request goes to a host of the answer's own choice (T247). Undefined: the provider
 * has no tenants to choose from. Rejects if it does not answer with a list.
 */
export async function readTenants(
  { facts, fetch }: TokenEndpointContext,
  accessToken: Secret,
): Promise<ReadTenant[] | undefined> {
  const { tenants } = facts;
  if (!tenants) return undefined;
  const request = { url: tenants.endpoint, method: 'GET', headers: tenants.headers ?? {} };
  const { status, text } = await askAccount(fetch, request, accessToken).catch(throwTellable);
  const read = status === 200 ? readSafely(tenants.read, text) : undefined;
  if (!Array.isArray(read)) throw new NoTenantList();
  const byId = new Map<string, ReadTenant>();
  for (const tenant of read.flatMap((each) => usable(facts, tenants.id, each))) {
    const id = tenant.facts[tenants.id] as string;
    if (!byId.has(id)) byId.set(id, tenant);
  }
  return [...byId.values()];
}

/** The answer is no list of tenants. */
class NoTenantList extends Error {
  override name = 'NoTenantList';
}

function usable(facts: OAuthFacts, id: string, { facts: own, label }: ReadTenant): ReadTenant[] {
  if (typeof own?.[id] !== 'string' || !areConnectionFacts(facts, own)) return [];
  return [{ facts: { ...own }, label: printable(String(label ?? '')) || own[id] }];
}
