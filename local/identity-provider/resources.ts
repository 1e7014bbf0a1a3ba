/** Which resource a client gets a token for (RFC 8707). Pure. */
import { errors } from 'oidc-provider';
import { LOCAL_AUDIENCE } from '../people.ts';
import { DASHBOARD_CLIENT } from './dashboard-client.ts';

/** What a resource covers: one workspace (or the personal one, `~me`), one server of it, or neither is named. */
export interface Place {
  workspace?: string;
  server?: string;
}

/** Unreserved characters (RFC 3986 section 2.3): nothing that two readers could decode differently. */
const SEGMENT = /^[A-Za-z0-9._~-]+$/;

/**
 * The place that a resource names: the endpoint's address itself, or one below it by whole path segments. Undefined: another
 * resource, or another spelling of this one, which would be another audience (RFC 8707 section 2.1).
 */
export function placeOf(resource: string, endpointAddress: string): Place | undefined {
  // After one parse no dot segment, default port, upper case or tab is left, so the text is that of the URL or a disguise.
  if (URL.parse(resource)?.href !== resource) return undefined;
  if (resource === endpointAddress) return {};
  if (!resource.startsWith(`${endpointAddress}/`)) return undefined;
  const segments = resource.slice(endpointAddress.length + 1).split('/');
  if (!segments.every((segment) => SEGMENT.test(segment))) return undefined;
  const [workspace = '', server] = segments;
  return { workspace, ...(server !== undefined && { server }) };
}

/**
 * The audience of a client's access token for a resource. The API is the dashboard's alone, and the endpoint everybody else's,
 * so that a token for the one opens nothing at the other. @throws {errors.InvalidTarget}
 */
export function audienceFor(clientId: string, resource: string, endpointAddress: string | undefined): string {
  const isAllowed =
    clientId === DASHBOARD_CLIENT
      ? resource === LOCAL_AUDIENCE
      : endpointAddress !== undefined && placeOf(resource, endpointAddress) !== undefined;
  if (!isAllowed) throw new errors.InvalidTarget('no token for this resource');
  return resource;
}

/**
 * The resource of a request that names none. Clients that find no metadata (RFC 9728) at a server send none, such as the
 * TypeScript SDK, and others never do: they get the endpoint's own address. @throws {errors.InvalidTarget}
 */
export function resourceUnnamed(clientId: string, endpointAddress: string | undefined): string {
  if (clientId === DASHBOARD_CLIENT) return LOCAL_AUDIENCE;
  if (endpointAddress === undefined) throw new errors.InvalidTarget('there is no endpoint');
  return endpointAddress;
}
