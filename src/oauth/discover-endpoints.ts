import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { oauthFetch } from './oauth-fetch.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { throwTellable } from './tellable-error.ts';

/** Endpoints and settings that an issuer's metadata names. */
export interface DiscoveredEndpoints {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint?: string;
  userinfoEndpoint: string;
  issuerInResponse: boolean;
  clientAuthentication: 'client_secret_basic' | 'client_secret_post';
}

/**
 * The endpoints of an issuer from its metadata (OpenID Connect Discovery, or RFC 8414), whose `issuer` must equal the requested
 * one (RFC 8414 section 3.3). Undefined if an endpoint is missing or is on another host than the issuer; an admin must then enter
 * the endpoints (T020). Rejects if the metadata cannot be fetched.
 */
export async function discoverEndpoints(
  fetch: ProviderFetch,
  issuer: string,
): Promise<DiscoveredEndpoints | undefined> {
  const metadata = await discover(fetch, new URL(issuer), 'oidc').catch(() =>
    discover(fetch, new URL(issuer), 'oauth2').catch(throwTellable),
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

/** RFC 8414 section 2: `client_secret_basic` is the default if the metadata names no method. */
function authenticationOf({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: AuthorizationServer) {
  return methods.includes('client_secret_basic')
    ? ('client_secret_basic' as const)
    : ('client_secret_post' as const);
}
