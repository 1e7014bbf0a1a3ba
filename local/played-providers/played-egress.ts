/**
 * The map inside the local egress: what goes to a played provider stays on this machine (T250). A name and a path are
 * exact. Any other address of a played provider's domains is refused, so that a played token leaves for no real host.
 */
import { type ProviderFetch, ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { CATALOGUE, catalogueOf } from '../../src/providers/catalogue.ts';
import { isCatalogueHost } from '../../src/providers/catalogue-hosts.ts';
import { urlAtListener } from '../scripted-providers/http-listener.ts';
import { hostsOf } from '../scripted-providers/run-provider.ts';
import type { ScriptedProvider } from '../scripted-providers/scripted-provider.ts';
import { hasRoute } from './requests.ts';

/** The same port, for an environment that plays these scripts at `origin`, a listener of this machine. */
export function playedFetch(
  fetch: ProviderFetch,
  { scripts, origin }: { scripts: readonly ScriptedProvider[]; origin: string },
): ProviderFetch {
  const ids = new Set(scripts.map(({ provider }) => provider));
  const played = catalogueOf([...CATALOGUE.values()].filter(({ id }) => ids.has(id)));
  const examples = new Set(scripts.flatMap(hostsOf));
  return async (request) => {
    const url = URL.parse(request.url);
    // The egress itself refuses http to any host but this machine.
    // A host that an admin enters is of no domain of the catalogue: the script has an example of it.
    const isPlayed = url && (isCatalogueHost(played, url.hostname) || examples.has(url.hostname));
    if (url?.protocol !== 'https:' || !isPlayed) return fetch(request);
    const isPlain = url.origin === `https://${url.hostname}` && !url.username && !url.password;
    const route = `${request.method} ${url.hostname}${url.pathname}`;
    if (!isPlain || !scripts.some((script) => hasRoute(script, route)))
      throw new ProviderFetchError('address_not_allowed', false);
    return fetch({ ...request, url: urlAtListener(origin, url) });
  };
}
