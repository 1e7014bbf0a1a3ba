/** T011 T146: the form of each address and host of a deployed definition. */
import { fill, resolveFacts } from '../../../src/oauth/resolve-facts.ts';
import { endpointsOf } from './endpoints.ts';
import type { Rule } from './rule.ts';
import { sampleValues } from './sample-values.ts';

/** A name in lower case, below a top-level domain of letters: no IP address, and no name of one label. */
const HOST = /^([a-z0-9-]+\.)+[a-z]{2,}$/;

/** https, on 443, without userinfo. An endpoint of the protocol has no query. */
export const addresses: Rule = (provider) => {
  const values = sampleValues(provider);
  const { issuer, authorizationEndpoint, tokenEndpoint } = resolveFacts(provider.oauth, values);
  const endpoints = endpointsOf(provider);
  const hosts = [...provider.api.hosts, ...provider.servers.flatMap(({ allowedHosts }) => allowedHosts)];
  return [
    ['too few endpoints', endpoints.length < 5],
    ...endpoints.map<[string, boolean]>((endpoint) => [`odd address ${endpoint}`, isOdd(endpoint)]),
    ...[issuer, authorizationEndpoint, tokenEndpoint].map<[string, boolean]>((endpoint) => [
      `a query or a fragment in ${endpoint}`,
      new URL(endpoint).search + new URL(endpoint).hash !== '',
    ]),
    ...hosts.map<[string, boolean]>((host) => [`odd host ${host}`, !HOST.test(fill(host, values))]),
  ];
};

function isOdd(endpoint: string): boolean {
  const { protocol, port, username, password, hostname } = new URL(endpoint);
  return protocol !== 'https:' || `${port}${username}${password}` !== '' || !HOST.test(hostname);
}
