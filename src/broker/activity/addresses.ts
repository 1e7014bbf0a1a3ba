/**
 * Where a server or an app leads, as its records tell it: URLs without userinfo, query and fragment, and hosts. Rows are input,
 * so whatever is no address is left out, and lists and texts have bounds. Pure.
 */
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { fill, resolveFacts } from '../../oauth/resolve-facts.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import { customProvider } from '../../providers/custom.ts';
import { LIMITS } from '../limits.ts';
import type { PublicOAuthApp } from '../stores.ts';

/** The URL of a server, and where its token goes first: to its hosts, or for a server that a runtime starts to the provider's. */
export function serverAddresses({ url, allowedHosts, apiHosts }: Partial<ServerRegistration>): string[] {
  const own = listed(allowedHosts);
  return addresses([url, ...(own.length > 0 ? own : listed(apiHosts))]);
}

/** The addresses of what a workspace stores for a server. */
export function storedServerAddresses({
  url,
  registration = {},
}: {
  url?: string | undefined;
  registration?: Partial<ServerRegistration> | undefined;
}): string[] {
  return together([serverAddresses(registration), addresses([url])]);
}

/** The endpoints of an app's provider and the hosts of its API, with the values of the app. */
export function appAddresses(
  catalogue: Catalogue,
  { provider, custom, variables = {} }: Pick<PublicOAuthApp, 'provider' | 'custom' | 'variables'>,
): string[] {
  const known = catalogue.get(provider) ?? (custom && customProvider(provider, custom));
  if (!known) return [];
  const { authorizationEndpoint, tokenEndpoint, refreshEndpoint, revocation, account } = resolveFacts(
    known.oauth,
    variables,
  );
  return addresses([
    authorizationEndpoint,
    tokenEndpoint,
    refreshEndpoint,
    'endpoint' in revocation ? revocation.endpoint : undefined,
    'endpoint' in account ? account.endpoint : undefined,
    ...listed(known.api.hosts).map((host) => (typeof host === 'string' ? fill(host, variables) : host)),
  ]);
}

/** The hosts of some addresses: a path can be a secret of its server's, so it goes into no log and no event. */
export function hostsIn(list: readonly string[]): string[] {
  return [...new Set(list.map((address) => address.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')))];
}

/** The addresses of several records together, each once and within the bound. */
export function together(lists: readonly string[][]): string[] {
  return addresses(lists.flat());
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function addresses(texts: readonly unknown[]): string[] {
  const found = texts.flatMap((text) => (typeof text === 'string' ? (addressIn(text) ?? []) : []));
  return [...new Set(found)].slice(0, LIMITS.addressesRecorded);
}

/** A host, or a template of one or of a URL: names in braces stand for values of each connection. */
const TEMPLATE = /^(https?:\/\/)?[A-Za-z0-9.{}-]{1,260}(:\d{1,5})?(\/[A-Za-z0-9._~{}/-]*)?$/;

function addressIn(text: string): string | undefined {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname}`.slice(0, LIMITS.addressRecorded);
  }
  return TEMPLATE.test(text) ? text.slice(0, LIMITS.addressRecorded) : undefined;
}
