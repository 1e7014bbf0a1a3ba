/**
 * Finds out how a remote MCP server is authorized (MCP 2026-07-28, "Authorization"): its resource metadata, and the metadata of
 * the authorization server that this names. Nothing is guessed: there are no default endpoints.
 */
import { DiscoveredServer } from '../../contract/servers/remote-server.ts';
import { type ProviderFetch, ProviderFetchError } from '../provider-fetch.ts';
import { authorizationServerMetadata, type ServerMetadata } from './authorization-server-metadata.ts';
import { DiscoveryRefused, type IssuerPair } from './discovery-refused.ts';
import { type ResourceMetadata, resourceMetadata, scopesIn } from './resource-metadata.ts';
import { askForChallenge, type ServerChallenge } from './server-challenge.ts';

export interface DiscoveryRules {
  /** Whether an issuer may be claimed where another one is advertised: a dated exception, or an admin's word. */
  mayClaim: (pair: IssuerPair) => boolean;
  /**
   * Judges which issuer and resource the server names, before that issuer is asked; undefined: it has no metadata. What it throws
   * ends the discovery.
   */
  judgeResource?: ((named: ResourceMetadata | undefined) => void) | undefined;
}

const OFFLINE = 'offline_access';

/**
 * Discovers a server by its URL. At most eight requests are sent: two to the server, three for its metadata, three for its
 * issuer's. Throws {@link DiscoveryRefused}.
 */
export async function discoverServer(
  fetch: ProviderFetch,
  url: string,
  { mayClaim, judgeResource }: DiscoveryRules,
): Promise<DiscoveredServer> {
  try {
    const challenge = await askForChallenge(fetch, url);
    const resource = await resourceMetadata(fetch, url, challenge.metadataUrl);
    judgeResource?.(resource);
    // Without metadata the server's origin is the issuer, if a document there names just that origin.
    const issuer = resource?.issuer ?? new URL(url).origin;
    const server = await authorizationServerMetadata(fetch, issuer, mayClaim);
    if (!server) throw new DiscoveryRefused('no_authorization_server');
    return described(url, issuer, { challenge, resource, server });
  } catch (error) {
    throw error instanceof ProviderFetchError ? new DiscoveryRefused('unreachable', { cause: error }) : error;
  }
}

interface Found {
  challenge: ServerChallenge;
  resource: ResourceMetadata | undefined;
  server: ServerMetadata;
}

function described(
  url: string,
  issuer: string,
  { challenge, resource: found, server }: Found,
): DiscoveredServer {
  const { scopes: offered, protectedResources, ...metadata } = server;
  const resource = found?.resource ?? url;
  if (
    protectedResources &&
    new URL(issuer).origin !== new URL(url).origin &&
    !protectedResources.includes(resource)
  )
    throw new DiscoveryRefused('resource_not_listed');
  const asked = challenge.scopes ?? found?.scopes ?? [];
  const scopes = offered?.includes(OFFLINE)
    ? [...asked, OFFLINE]
    : asked.filter((scope) => scope !== OFFLINE);
  const parsed = DiscoveredServer.safeParse({ ...metadata, url, resource, issuer, scopes: scopesIn(scopes) });
  if (!parsed.success) throw new DiscoveryRefused('metadata_malformed');
  return parsed.data;
}
