/** Where the secrets and tokens of a provider go, and in which form, as test/vectors/destinations.json has it. */
import type { Provider } from '../../src/oauth/provider.ts';
import { fill, resolveFacts, type Values } from '../../src/oauth/resolve-facts.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { sampleValues } from './definition-faults.ts';

/** For each value that a variable can have in its table: the addresses of the broker's own requests. And each server. */
export function destinationsOf(provider: Provider) {
  const { id, api } = provider;
  return {
    addresses: Object.fromEntries(
      instancesOf(provider).map(({ name, values }) => [name, addressesOf(provider, values)]),
    ),
    api: registeredServers(new Map([[id, provider]]), []).get(`provider:${id}`)?.registration.placements,
    hosts: api.hosts,
    issuerPattern: provider.oauth.issuerPattern,
    tenants: provider.oauth.tenants?.headers,
    variables: Object.entries(provider.variables ?? {}).map(
      ([name, { of, parameter, echo, isOfAccount }]) => [name, { of, parameter, echo, isOfAccount }],
    ),
    callbackProof: provider.oauth.callbackProof,
    userAgent: provider.oauth.userAgent,
    servers: provider.servers.map(({ name: _, ...server }) => server),
  };
}

/** One instance, or one for each known value of the variable with a table. */
function instancesOf(provider: Provider): { name: string; values: Values }[] {
  const usual = sampleValues(provider);
  const tables = Object.entries(provider.variables ?? {}).flatMap(([variable, { derives = {} }]) =>
    Object.entries(derives).map(([value, derived]) => ({
      name: `${variable}=${value}`,
      values: { ...usual, [variable]: value, ...derived },
    })),
  );
  return tables.length > 0 ? tables : [{ name: 'all', values: usual }];
}

function addressesOf({ oauth, api, servers }: Provider, values: Values) {
  const {
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    refreshEndpoint,
    refreshEndpointIfMissing,
    ...facts
  } = resolveFacts(oauth, values);
  const { account, revocation, tenants } = facts;
  return {
    ...{ issuer, authorizationEndpoint, tokenEndpoint, refreshEndpoint, refreshEndpointIfMissing },
    account: account.kind === 'endpoint' ? [account.endpoint, account.label?.endpoint] : account.kind,
    revocation: revocation.kind === 'rfc7009' ? revocation.endpoint : revocation.kind,
    revocationHost: revocation.kind === 'request' ? revocation.host : undefined,
    tenants: tenants?.endpoint,
    hosts: api.hosts.map((host) => fill(host, values)),
    servers: servers.map(({ id, url, allowedHosts }) => [
      id,
      url && fill(url, values),
      ...allowedHosts.map((host) => fill(host, values)),
    ]),
  };
}
