/**
 * Describes a workspace's own provider, from an admin's input or from its issuer's metadata, and checks every host
 * before it is stored.
 */
import { CustomProvider, type CustomProviderBody } from '../../contract/custom-provider.ts';
import {
  type CustomFault,
  customProviderFaults,
  variableFaults,
} from '../../contract/custom-provider-faults.ts';
import { discoverEndpoints } from '../../oauth/discover-endpoints.ts';
import { fill } from '../../oauth/resolve-facts.ts';
import { isCatalogueHost } from '../../providers/catalogue-hosts.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { hostsOf } from './proved-custom.ts';

type DescribePorts = Pick<Ports, 'catalogue' | 'fetch' | 'hosts'>;

/** What an admin put: the description, and values of its variables. */
interface Put {
  custom: CustomProviderBody;
  variables: Record<string, string>;
}

/**
 * Returns the checked description. Throws `invalid_request` with every fault of a field, `custom_provider_refused`, or
 * `provider_unreachable` if the metadata cannot be read.
 */
export async function describeCustomProvider(
  ports: DescribePorts,
  { custom: body, variables }: Put,
): Promise<CustomProvider> {
  refuseFaults([...customProviderFaults(body), ...variableFaults(body, variables)]);
  const described = 'tokenEndpoint' in body ? fromBody(body, variables) : await fromMetadata(ports, body);
  // What the metadata named is held to the same rules.
  const stored = CustomProvider.safeParse(described);
  if (!stored.success || customProviderFaults(stored.data).length > 0)
    throw new Problem('custom_provider_refused');
  await refuseHosts(ports, stored.data, variables);
  return stored.data;
}

function refuseFaults(errors: CustomFault[]): void {
  if (errors.length > 0) throw new Problem('invalid_request', { errors });
}

function fromBody(
  body: Extract<CustomProviderBody, { tokenEndpoint: string }>,
  variables: Record<string, string>,
): CustomProvider {
  const {
    issuer = new URL(fill(body.authorizationEndpoint, variables)).origin,
    clientAuthentication = 'client_secret_basic',
  } = body;
  return { ...body, issuer, clientAuthentication, issuerInResponse: false };
}

async function fromMetadata(
  ports: DescribePorts,
  body: Extract<CustomProviderBody, { issuer: string }>,
): Promise<CustomProvider> {
  const { issuer } = body;
  await refuseHost(ports, new URL(issuer).host);
  const endpoints = await discoverEndpoints(ports.fetch, issuer).catch((cause) => {
    throw new Problem('provider_unreachable', { cause });
  });
  if (!endpoints) throw new Problem('custom_provider_refused');
  const clientAuthentication = body.clientAuthentication ?? endpoints.clientAuthentication;
  return { ...body, ...endpoints, clientAuthentication };
}

/** Every URL must be https on port 443, on a public host that is not the catalogue's. */
async function refuseHosts(
  ports: DescribePorts,
  custom: CustomProvider,
  variables: Record<string, string>,
): Promise<void> {
  const hosts = hostsOf(custom, variables);
  if (!hosts) throw new Problem('custom_provider_refused');
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
