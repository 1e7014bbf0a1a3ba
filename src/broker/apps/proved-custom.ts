/** The description of a custom provider in the row of an app, judged at each use by the rules that took it. Pure. */
import { CustomProvider } from '../../contract/custom-provider.ts';
import { customProviderFaults, variableFaults } from '../../contract/custom-provider-faults.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import { isCatalogueHost } from '../../providers/catalogue-hosts.ts';
import type { OAuthApp } from '../records.ts';
import { ForeignDestination } from './foreign-destination.ts';

/** The description, and the values that an admin gave to its variables. */
export type Described = Pick<OAuthApp, 'custom' | 'variables'>;

/**
 * The description as this release takes it. Undefined: the row has none. The seal proves that the row is as it was stored; an
 * older release may have stored what this one refuses. Throws {@link ForeignDestination}.
 */
export function provedCustom(catalogue: Catalogue, described: Described): CustomProvider | undefined {
  if (described.custom === undefined) return undefined;
  const parsed = CustomProvider.safeParse(described.custom);
  if (!parsed.success) throw new ForeignDestination();
  const { variables = {} } = described;
  const faults = [...customProviderFaults(parsed.data), ...variableFaults(parsed.data, variables)];
  const hosts = faults.length === 0 ? hostsOf(parsed.data, variables) : undefined;
  if (!hosts?.every((host) => !isCatalogueHost(catalogue, host))) throw new ForeignDestination();
  return parsed.data;
}

/**
 * Every host that the description names, with the values of the app. Undefined: an address is none, or is no https URL on port
 * 443 of a host alone.
 */
export function hostsOf(custom: CustomProvider, values: OAuthApp['variables'] = {}): string[] | undefined {
  const { authorizationEndpoint, tokenEndpoint, revocationEndpoint, userinfoEndpoint, apiHosts } = custom;
  const urls = [authorizationEndpoint, tokenEndpoint, userinfoEndpoint, revocationEndpoint]
    .filter((url) => url !== undefined)
    .map((url) => addressOf(fill(url, values)));
  if (!urls.every((url) => url !== undefined)) return undefined;
  return [
    ...new Set([...urls.map(({ hostname }) => hostname), ...apiHosts.map((host) => fill(host, values))]),
  ];
}

function addressOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && !url.port && !url.username && !url.password && !url.hash;
  return isPlain ? url : undefined;
}
