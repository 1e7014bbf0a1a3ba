/** The metadata of an authorization server (RFC 8414, OpenID Connect Discovery 1.0) in the order that MCP gives. */
import { CLIENT_METHODS, type ClientMethod } from '../../contract/servers/remote-grammar.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { DiscoveryRefused, type IssuerPair } from './discovery-refused.ts';
import { readMetadata, textOf, textsOf } from './read-metadata.ts';

/** What of the document is used. Endpoints are https URLs, or http ones of a loopback address. */
export interface ServerMetadata {
  /** The issuer that the document claims, where it is not the one that was asked for. */
  claimedIssuer?: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  registrationEndpoint?: string;
  revocationEndpoint?: string;
  userinfoEndpoint?: string;
  introspectionEndpoint?: string;
  jwksUri?: string;
  issuerInResponse: boolean;
  clientMethods: ClientMethod[];
  takesDocument: boolean;
  /** Undefined: it lists none. */
  scopes?: string[];
  /** RFC 9728 section 4. Undefined: it lists none. */
  protectedResources?: string[];
}

/**
 * Reads the metadata of an issuer. `mayClaim` says whether a pair of identifiers was confirmed. Undefined: no document was found.
 * Throws {@link DiscoveryRefused} for a document that is not used, whatever another place might say; rejects like `fetch`.
 */
export async function authorizationServerMetadata(
  fetch: ProviderFetch,
  issuer: string,
  mayClaim: (pair: IssuerPair) => boolean,
): Promise<ServerMetadata | undefined> {
  for (const url of metadataPlaces(issuer)) {
    const document = await readMetadata(fetch, url);
    if (document) return judged(document, issuer, mayClaim);
  }
  return undefined;
}

/**
 * Where the metadata of an issuer can be: three places for an issuer with a path, two for one without (MCP 2026-07-28,
 * "Authorization Server Metadata Discovery"). Throws {@link DiscoveryRefused} for an issuer that is none.
 */
export function metadataPlaces(issuer: string): string[] {
  const url = URL.parse(issuer);
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain || issuer.includes('#') || issuer.includes('?'))
    throw new DiscoveryRefused('metadata_malformed');
  const path = url.pathname.replace(/\/$/, '');
  const oauth = `${url.origin}/.well-known/oauth-authorization-server${path}`;
  const openid = `${url.origin}/.well-known/openid-configuration${path}`;
  return path === ''
    ? [oauth, openid]
    : [oauth, openid, `${url.origin}${path}/.well-known/openid-configuration`];
}

function judged(
  document: Record<string, unknown>,
  advertised: string,
  mayClaim: (pair: IssuerPair) => boolean,
): ServerMetadata {
  // Plain text, unlike oauth4webapi, which compares parsed URLs: a slash or a port more is another issuer (T189).
  const claimed = textOf(document.issuer);
  if (claimed === undefined) throw new DiscoveryRefused('metadata_malformed');
  const pair = { advertised, claimed };
  if (claimed !== advertised && !mayClaim(pair)) throw new DiscoveryRefused('issuer_mismatch', { pair });
  if (!textsOf(document.code_challenge_methods_supported)?.includes('S256'))
    throw new DiscoveryRefused('pkce_missing');
  if (textsOf(document.response_types_supported)?.includes('code') === false)
    throw new DiscoveryRefused('metadata_malformed');
  return {
    ...(claimed !== advertised && { claimedIssuer: claimed }),
    ...endpointsOf(document),
    ...abilitiesOf(document),
  };
}

function endpointsOf(document: Record<string, unknown>) {
  const authorizationEndpoint = addressOf(document.authorization_endpoint);
  const tokenEndpoint = addressOf(document.token_endpoint);
  if (!authorizationEndpoint || !tokenEndpoint) throw new DiscoveryRefused('metadata_malformed');
  const optional = {
    registrationEndpoint: addressOf(document.registration_endpoint),
    revocationEndpoint: addressOf(document.revocation_endpoint),
    userinfoEndpoint: addressOf(document.userinfo_endpoint),
    introspectionEndpoint: addressOf(document.introspection_endpoint),
    jwksUri: addressOf(document.jwks_uri),
  };
  const given = Object.entries(optional).filter(([, url]) => url !== undefined);
  return { authorizationEndpoint, tokenEndpoint, ...(Object.fromEntries(given) as typeof optional & {}) };
}

/** Undefined where there is none. One that no browser and no egress may open is a reason not to believe the rest (T194). */
function addressOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const url = typeof value === 'string' && value.length <= 2000 ? URL.parse(value) : null;
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash;
  if (!isPlain) throw new DiscoveryRefused('metadata_malformed');
  return url.href;
}

function abilitiesOf(document: Record<string, unknown>) {
  const scopes = textsOf(document.scopes_supported);
  const protectedResources = textsOf(document.protected_resources);
  return {
    issuerInResponse: document.authorization_response_iss_parameter_supported === true,
    clientMethods: methodsOf(document.token_endpoint_auth_methods_supported),
    takesDocument: document.client_id_metadata_document_supported === true,
    ...(scopes && { scopes }),
    ...(protectedResources && { protectedResources }),
  };
}

/** RFC 8414 section 2: `client_secret_basic` is the default. In the order in which the broker prefers them. */
function methodsOf(value: unknown): ClientMethod[] {
  const listed = textsOf(value) ?? ['client_secret_basic'];
  return CLIENT_METHODS.filter((method) => listed.includes(method));
}
