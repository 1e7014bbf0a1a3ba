import type { Provider } from '../oauth/provider.ts';
import { defaultValues, fill } from '../oauth/resolve-facts.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * Whether a host belongs to a provider of the catalogue, whichever: a custom provider never points there, or it could have
 * codes and tokens of one mistaken for the other's (RFC 9700 section 4.4; T018). Pure.
 */
export function isCatalogueHost(catalogue: Catalogue, host: string): boolean {
  const domain = domainOf(host);
  return [...catalogue.values()].some((provider) => domainsOf(provider).has(domain));
}

/** The domains of all its endpoints, API hosts and MCP servers. Variables stand left of the domain, or have a default. */
export function domainsOf({ oauth, api, servers, variables }: Provider): ReadonlySet<string> {
  const { revocation, account } = oauth;
  const urls = [
    oauth.authorizationEndpoint,
    oauth.tokenEndpoint,
    oauth.refreshEndpoint ?? oauth.tokenEndpoint,
  ];
  if (revocation.kind === 'rfc7009') urls.push(revocation.endpoint);
  if (account.kind === 'endpoint') urls.push(account.endpoint);
  const hosts = [...urls.map(hostOf), ...api.hosts, ...servers.flatMap((server) => server.allowedHosts)];
  const values = defaultValues(variables);
  const filled = hosts.map((host) => fill(host, values).replace(/\{\w+\}/g, 'variable'));
  return new Set(filled.map(domainOf));
}

/** Of a URL that may hold variables, which no URL parser takes. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';
}

/** The last two labels. No provider of the catalogue lives under a suffix of more. */
function domainOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '').split('.').slice(-2).join('.');
}
