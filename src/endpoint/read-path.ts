/** Which address of the endpoint a request asks for. Pure. */
import { is, SERVER_ID, WORKSPACE_ID } from '../contract/identifiers.ts';

/** One address: `` is the endpoint's own, `/{workspace}` one workspace, `/{workspace}/{server}` one server of it. */
export interface EndpointPath {
  /** Relative to the endpoint's address. It has no trailing slash. */
  text: string;
  /** Undefined: the only one of the caller's token. {@link OWN_WORKSPACE} is passed on as it is. */
  workspaceId?: string;
  serverId?: string;
}

/** What a request asks for: the endpoint at a path, or the metadata of that path (RFC 9728). */
export interface Asked {
  kind: 'endpoint' | 'metadata';
  path: EndpointPath;
}

/** The name by which people call their own workspace. No other name with `~` exists. */
export const OWN_WORKSPACE = '~me';

/** RFC 9728 section 3: at the origin's root, in front of the path of the resource. */
export const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/**
 * Reads the path of a request's URL. Undefined: there is nothing at this path. A path is taken literally: one address has one
 * spelling, since it is the audience of tokens.
 */
export function readPath(address: string, url: string): Asked | undefined {
  const { pathname: base } = new URL(address);
  const { pathname } = new URL(url);
  const atRoot = within(`${WELL_KNOWN}${base}`, pathname);
  // API Gateway cannot serve the root of its origin, so the metadata is also under the address.
  const below = within(`${base}${WELL_KNOWN}`, pathname);
  const ofMetadata = atRoot ?? below;
  if (ofMetadata !== undefined) return asked('metadata', ofMetadata);
  const rest = within(base, pathname);
  return rest === undefined ? undefined : asked('endpoint', rest);
}

/** What follows a prefix: nothing, or a path. */
function within(prefix: string, pathname: string): string | undefined {
  const rest = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : undefined;
  return rest === '' || rest?.startsWith('/') ? rest : undefined;
}

function asked(kind: Asked['kind'], text: string): Asked | undefined {
  const [, workspaceId, serverId, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  if (workspaceId === undefined) return { kind, path: { text } };
  if (workspaceId !== OWN_WORKSPACE && !is(WORKSPACE_ID, workspaceId)) return undefined;
  if (serverId === undefined) return { kind, path: { text, workspaceId } };
  if (!is(SERVER_ID, serverId) || serverId.startsWith('provider:')) return undefined;
  return { kind, path: { text, workspaceId, serverId } };
}
