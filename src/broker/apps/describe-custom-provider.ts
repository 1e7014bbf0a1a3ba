/**
 * Describes a workspace's own provider, from an admin's input or from its issuer's metadata, and checks every host
 * before it is stored.
 */
import type { CustomProvider, CustomProviderBody } from '../../contract/custom-provider.ts';
import { discoverEndpoints } from '../../oauth/discover-endpoints.ts';
import { isCatalogueHost } from '../../providers/catalogue-hosts.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';

type DescribePorts = Pick<Ports, 'catalogue' | 'fetch' | 'hosts'>;

/**
 * Returns the checked description. Throws `custom_provider_refused`, or `provider_unreachable` if the metadata cannot
 * be read.
 */
export async function describeCustomProvider(
  ports: DescribePorts,
  body: CustomProviderBody,
): Promise<CustomProvider> {
  const described = 'tokenEndpoint' in body ? fromBody(body) : await fromMetadata(ports, body);
  await refuseHosts(ports, described);
  return described;
}

function fromBody(body: Extract<CustomProviderBody, { tokenEndpoint: string }>): CustomProvider {
  const {
    issuer = new URL(body.authorizationEndpoint).origin,
    clientAuthentication = 'client_secret_basic',
  } = body;
  return { ...body, issuer, clientAuthentication, issuerInResponse: false };
}

async function fromMetadata(
  ports: DescribePorts,
  { issuer, name, scopes, apiHosts, clientAuthentication }: Extract<CustomProviderBody, { issuer: string }>,
): Promise<CustomProvider> {
  await refuseHost(ports, new URL(issuer).host);
  const endpoints = await discoverEndpoints(ports.fetch, issuer).catch((cause) => {
    throw new Problem('provider_unreachable', { cause });
  });
  if (!endpoints) throw new Problem('custom_provider_refused');
  const authentication = clientAuthentication ?? endpoints.clientAuthentication;
  return { name, scopes, apiHosts, issuer, ...endpoints, clientAuthentication: authentication };
}

/** Every URL must be https on port 443, on a public host that is not the catalogue's. */
async function refuseHosts(ports: DescribePorts, custom: CustomProvider): Promise<void> {
  const { authorizationEndpoint, tokenEndpoint, revocationEndpoint, userinfoEndpoint } = custom;
  const urls = [
    authorizationEndpoint,
    tokenEndpoint,
    userinfoEndpoint,
    ...(revocationEndpoint ? [revocationEndpoint] : []),
  ];
  for (const url of urls.map((text) => new URL(text))) {
    if (url.protocol !== 'https:' || url.port || url.username || url.password || url.hash) {
      throw new Problem('custom_provider_refused');
    }
  }
  const hosts = new Set([...urls.map((text) => new URL(text).hostname), ...custom.apiHosts]);
  for (const host of hosts) await refuseHost(ports, host);
}

/**
 * Throws `custom_provider_refused` unless the host is public (T144) and belongs to no provider of the catalogue (T018).
 */
export async function refuseHost(
  { catalogue, hosts }: Pick<Ports, 'catalogue' | 'hosts'>,
  host: string,
): Promise<void> {
  if (isCatalogueHost(catalogue, host) || !(await hosts.isPublic(host)))
    throw new Problem('custom_provider_refused');
}
