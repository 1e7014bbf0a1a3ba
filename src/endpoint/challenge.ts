/** The answer to a request without a good access token: what the client learns in `WWW-Authenticate`. Pure. */
import type { EndpointSettings } from './endpoint-ports.ts';
import { metadataUrl } from './metadata.ts';
import type { EndpointPath } from './read-path.ts';

/** RFC 6750 section 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The access token of a request. Undefined: it brings none, or something else. */
export function bearerOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  return BEARER.exec(headers.get('authorization') ?? '')?.[1];
}

/** RFC 6750 section 3: a request that brought no token is told no error. RFC 9728 section 5.1: where the metadata is. */
export function challengeOf(
  settings: Pick<EndpointSettings, 'address' | 'scopes'>,
  path: EndpointPath,
  { headers }: Pick<Request, 'headers'>,
): string {
  const { scopes } = settings;
  const parts = [
    ...(headers.has('authorization') ? ['error="invalid_token"'] : []),
    `resource_metadata="${metadataUrl(settings, path)}"`,
    ...(scopes.length > 0 ? [`scope="${scopes.join(' ')}"`] : []),
  ];
  return `Bearer ${parts.join(', ')}`;
}
