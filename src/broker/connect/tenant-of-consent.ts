/** Which tenant a consent's connection is for. */
import type { OAuthFacts, ReadTenant } from '../../oauth/provider.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';

/** `tenant`: it is known. `tenants`: a person has to choose. Neither: the provider has none. */
export interface TenantOfConsent {
  tenant?: ReadTenant;
  tenants?: ReadTenant[];
}

/**
 * The tenant that the connection has had, else the only one; of several, a person chooses one of the first
 * {@link LIMITS.tenants}. `proved`: the connection that the consent replaces. Returns a problem if that one's tenant is not in the
 * list, or nothing is. Pure.
 */
export function tenantOfConsent(
  facts: OAuthFacts,
  list: readonly ReadTenant[] | undefined,
  proved: Connection | undefined,
): TenantOfConsent | { problem: 'account_mismatch' | 'no_tenant' } {
  if (!facts.tenants || !list) return {};
  const before = tenantIdOf(facts, proved);
  const same = list.find(({ facts: own }) => own[facts.tenants?.id ?? ''] === before);
  if (before !== undefined) return same ? { tenant: same } : { problem: 'account_mismatch' };
  if (list.length === 0) return { problem: 'no_tenant' };
  return list.length === 1 ? { tenant: list[0] as ReadTenant } : { tenants: list.slice(0, LIMITS.tenants) };
}

/** The id of the tenant that a connection's facts name. Undefined: none was chosen yet, or the provider has none. */
export function tenantIdOf(
  { tenants }: Pick<OAuthFacts, 'tenants'>,
  connection: Pick<Connection, 'facts'> | undefined,
): string | undefined {
  return tenants && connection?.facts?.[tenants.id];
}
