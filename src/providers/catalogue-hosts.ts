/** Which hosts are those of the catalogue's providers. Pure. */
import type { Provider, ProviderVariable } from '../oauth/provider.ts';
import { fill, type Values } from '../oauth/resolve-facts.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * Suffixes under which anybody registers names, beside those of one label. A domain is one label more. The list of all of them
 * has 9,000 (https://publicsuffix.org) and changes weekly; here are those of the catalogue's hosts and the usual ones, and a
 * test compares each host with the whole list. No host that somebody enters is looked up here.
 */
const SUFFIXES = new Set([
  ...['com.au', 'com.br', 'com.cn', 'com.hk', 'com.mx', 'com.sg', 'com.tr', 'com.tw', 'com.ua', 'com.ar'],
  ...['co.uk', 'co.jp', 'co.in', 'co.kr', 'co.nz', 'co.za', 'co.il', 'co.id', 'co.th', 'org.uk', 'net.au'],
]);

/** Stands for what a person or a provider's answer fills in. */
const ANY = 'variable';

/**
 * Whether a host, with or without a port, belongs to any provider of the catalogue. A custom provider may not use such a host:
 * codes and tokens of one could be sent to the other (mix-up, RFC 9700 section 4.4; T018).
 */
export function isCatalogueHost(catalogue: Catalogue, host: string): boolean {
  const name = nameOf(host);
  return [...catalogue.values()].some((provider) => isUnder(domainsOf(provider), name));
}

/** Whether a name is one of these domains, or below one. */
export function isUnder(domains: ReadonlySet<string>, name: string): boolean {
  return [...domains].some((domain) => name === domain || name.endsWith(`.${domain}`));
}

/** A definition does not change while a process runs. */
const known = new WeakMap<Provider, ReadonlySet<string>>();

/**
 * The domains of all endpoints, API hosts and MCP servers of a provider, for all values that its variables can have and
 * all facts that its answers can bring. What can be any host has no domain.
 */
export function domainsOf(provider: Provider): ReadonlySet<string> {
  const domains = known.get(provider) ?? findDomains(provider);
  known.set(provider, domains);
  return domains;
}

function findDomains(provider: Provider): ReadonlySet<string> {
  const templates = hostsOf(provider);
  const hosts = fillings(provider).flatMap((values) => templates.map((host) => fill(host, values)));
  const domains = hosts.map((host) => domainOf(nameOf(host.replace(/\{\w+\}/g, ANY))));
  return new Set(domains.filter((domain) => domain !== '' && !domain.split('.').includes(ANY)));
}

/** Hosts as templates: of all endpoints, of the API, and where runtimes and servers send its tokens. */
function hostsOf({ oauth, api, servers }: Provider): string[] {
  const { revocation, account, tenants } = oauth;
  const urls = [oauth.authorizationEndpoint, oauth.tokenEndpoint, oauth.refreshEndpoint, tenants?.endpoint];
  if (revocation.kind === 'rfc7009') urls.push(revocation.endpoint);
  if (account.kind === 'endpoint') urls.push(account.endpoint, account.label?.endpoint);
  const own = revocation.kind === 'request' ? [revocation.host] : [];
  const ofServers = servers.flatMap(({ allowedHosts, apiHosts = [] }) => [...allowedHosts, ...apiHosts]);
  return [...urls.map(hostOf), ...own, ...api.hosts, ...ofServers];
}

/** Every combination of values: all of a table, and else the default and the form of the variable. */
function fillings({ variables = {}, oauth: { connectionFactPatterns = {} } }: Provider): Values[] {
  const ofFacts = Object.entries(connectionFactPatterns).map(([name, pattern]) => formOf(name, pattern));
  return Object.entries(variables)
    .map(([name, variable]) => valuesOf(name, variable))
    .reduce(combined, [Object.assign({}, ...ofFacts) as Values]);
}

function combined(all: Values[], more: Values[]): Values[] {
  return all.flatMap((one) => more.map((other) => ({ ...one, ...other })));
}

function valuesOf(name: string, { default: usual, pattern, derives }: ProviderVariable): Values[] {
  if (derives) return Object.entries(derives).map(([value, derived]) => ({ [name]: value, ...derived }));
  return usual === undefined ? [formOf(name, pattern)] : [{ [name]: usual }, formOf(name, pattern)];
}

/** A value whose host ends as the pattern does. None: the pattern ends in no fixed domain. */
function formOf(name: string, pattern: string): Values {
  const [, end] = /((?:[a-z0-9-]+\\\.)+[a-z]{2,})\$$/.exec(pattern) ?? [];
  return end === undefined ? {} : { [name]: `${ANY}.${end.replaceAll('\\.', '.')}` };
}

/** The host of a URL. The URL may contain variables, so URL.parse cannot read it. */
function hostOf(url: string | undefined): string {
  return /^https?:\/\/([^/?#]+)/.exec(url ?? '')?.[1] ?? '';
}

/** In the one spelling that is compared: no port, small letters, no dot of the root. */
function nameOf(host: string): string {
  const name = URL.parse(`https://${host}`)?.hostname ?? host.toLowerCase();
  return name.replace(/\.+$/, '');
}

/** The labels of a public suffix and one more. */
function domainOf(name: string): string {
  const labels = name.split('.');
  return labels.slice(SUFFIXES.has(labels.slice(-2).join('.')) ? -3 : -2).join('.');
}
