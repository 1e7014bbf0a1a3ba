/** The metadata of each address as a protected resource (RFC 9728), and where it is. Pure. */
import type { EndpointSettings } from './endpoint-ports.ts';
import { type EndpointPath, WELL_KNOWN } from './read-path.ts';

/** The exact address of a path, from the settings alone: no `Host` of a request changes it (T225). */
export function addressOf({ address }: Pick<EndpointSettings, 'address'>, { text }: EndpointPath): string {
  return `${address}${text}`;
}

/** The only audience of access tokens that are good at a path. */
export function audienceAt(
  settings: Pick<EndpointSettings, 'address' | 'audience'>,
  path: EndpointPath,
): string {
  return settings.audience ?? addressOf(settings, path);
}

/** Where the metadata of a path is that challenges name. */
export function metadataUrl({ address }: Pick<EndpointSettings, 'address'>, { text }: EndpointPath): string {
  return `${address}${WELL_KNOWN}${text}`;
}

/** RFC 9728 section 2. */
export function metadataOf(settings: EndpointSettings, path: EndpointPath) {
  return {
    resource: addressOf(settings, path),
    authorization_servers: [settings.issuer],
    scopes_supported: [...settings.scopes],
    bearer_methods_supported: ['header'],
  };
}
