import type { Provider } from '../oauth/provider.ts';
import { defaultValues, fill } from '../oauth/resolve-facts.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * Whether a host belongs to any provider of the catalogue. A custom provider may not use such a host: codes and tokens of one
 * could be sent to the other (mix-up, RFC 9700 section 4.4; T018). Pure.
 */
export function isCatalogueHost(catalogue: Catalogue, host: string): boolean {
  const domain = domainOf(host);
  return [...catalogue.values()].some((provider) => domainsOf(provider).has(domain));
}

/** The domains of all endpoints, API hosts and MCP servers of a provider. A variable is left of the domain, or has a default. */
export function domainsOf({ oauth, api, servers, variables }: Provider): ReadonlySet<string> {
  const { revocation, account } = oauth;
  const urls = [
    oauth.authorizationEndpoint,
    oauth.tokenEndpoint,
    oauth.refreshEndpoint ?? oauth.tokenEndpoint,
  ];
  if (revocation.kind === 'rfc7009') urls.push(revocation.endpoint);
  if (account.kind === 'endpoint') urls.push(account.endpoint);
  const hosts = [...urls.map(hostOf), ...api.hosts, ...servers.flatMap(hostsOfServer)];
  const values = defaultValues(variables);
  const filled = hosts.map((host) => fill(host, values).replace(/\{\w+\}/g, 'variable'));
  return new Set(filled.map(domainOf));
}

/** Where runtimes send its tokens, and where the server sends them. */
function hostsOfServer({ allowedHosts, apiHosts = [] }: Provider['servers'][number]): string[] {
  return [...allowedHosts, ...apiHosts];
}

/** The host of a URL. The URL may contain variables, so URL.parse cannot read it. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';
}

/** The last two labels of a host. No provider of the catalogue is under a longer public suffix such as `co.uk`. */
function domainOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '').split('.').slice(-2).join('.');
}
