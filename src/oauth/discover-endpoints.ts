import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { oauthFetch } from './oauth-fetch.ts';
import type { ProviderFetch } from './provider-fetch.ts';

export interface DiscoveredEndpoints {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint?: string;
  userinfoEndpoint: string;
  issuerInResponse: boolean;
  clientAuthentication: 'client_secret_basic' | 'client_secret_post';
}

/**
 * An issuer's endpoints by OpenID Connect Discovery or RFC 8414, whose `issuer` must equal the one asked (section 3.3).
 * Undefined: an endpoint is missing, or lies on another host than the issuer's, which an admin must then name (T020). Rejects
 * when no metadata can be had.
 */
export async function discoverEndpoints(
  fetch: ProviderFetch,
  issuer: string,
): Promise<DiscoveredEndpoints | undefined> {
  const metadata = await discover(fetch, new URL(issuer), 'oidc').catch(() =>
    discover(fetch, new URL(issuer), 'oauth2'),
  );
  const { authorization_endpoint, token_endpoint, revocation_endpoint, userinfo_endpoint } = metadata;
  const endpoints = [
    authorization_endpoint,
    token_endpoint,
    userinfo_endpoint,
    revocation_endpoint ?? issuer,
  ];
  if (!authorization_endpoint || !token_endpoint || !userinfo_endpoint) return undefined;
  if (!endpoints.every((url) => isOfIssuer(url, issuer))) return undefined;
  return {
    authorizationEndpoint: authorization_endpoint,
    tokenEndpoint: token_endpoint,
    userinfoEndpoint: userinfo_endpoint,
    ...(revocation_endpoint && { revocationEndpoint: revocation_endpoint }),
    issuerInResponse: metadata.authorization_response_iss_parameter_supported === true,
    clientAuthentication: authenticationOf(metadata),
  };
}

async function discover(
  fetch: ProviderFetch,
  issuer: URL,
  algorithm: 'oidc' | 'oauth2',
): Promise<AuthorizationServer> {
  const options = { algorithm, [customFetch]: oauthFetch(fetch, undefined), [allowInsecureRequests]: true };
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, options));
}

function isOfIssuer(url: string | undefined, issuer: string): boolean {
  return url !== undefined && URL.canParse(url) && new URL(url).host === new URL(issuer).host;
}

/** RFC 8414 section 2: `client_secret_basic` where the metadata does not say. */
function authenticationOf({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: AuthorizationServer) {
  return methods.includes('client_secret_basic')
    ? ('client_secret_basic' as const)
    : ('client_secret_post' as const);
}
