/** The metadata of a protected resource (RFC 9728), and whether it is that of a server. */
import { SCOPE_TOKEN } from '../../contract/identifiers.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { DiscoveryRefused } from './discovery-refused.ts';
import { readMetadata, textOf, textsOf } from './read-metadata.ts';

/** What of the document is used. */
export interface ResourceMetadata {
  resource: string;
  /** The first of its authorization servers: one is tried, so that a list is no way to have many hosts asked (T193). */
  issuer: string;
  scopes: string[];
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/**
 * Finds the document: where the challenge says, else at the well-known URL with the server's path, else at the root. Undefined:
 * there is none. Throws {@link DiscoveryRefused} for a document of another resource, or without an authorization server.
 */
export async function resourceMetadata(
  fetch: ProviderFetch,
  url: string,
  challenged: string | undefined,
): Promise<ResourceMetadata | undefined> {
  for (const candidate of candidatesOf(new URL(url), challenged)) {
    const document = await readMetadata(fetch, candidate);
    if (document) return judged(document, url);
  }
  return undefined;
}

function candidatesOf({ origin, pathname }: URL, challenged: string | undefined): string[] {
  const path = pathname === '/' ? [] : [`${origin}${WELL_KNOWN}${pathname.replace(/\/$/, '')}`];
  return [...new Set([...(challenged === undefined ? [] : [challenged]), ...path, `${origin}${WELL_KNOWN}`])];
}

function judged(document: Record<string, unknown>, url: string): ResourceMetadata {
  const resource = textOf(document.resource);
  if (resource === undefined || !isResourceOf(resource, url)) throw new DiscoveryRefused('resource_mismatch');
  const [issuer] = textsOf(document.authorization_servers) ?? [];
  if (!issuer) throw new DiscoveryRefused('no_authorization_server');
  return { resource, issuer, scopes: scopesIn(document.scopes_supported) };
}

/** The scopes of a list that are of the grammar of RFC 6749 section 3.3. */
export function scopesIn(value: unknown): string[] {
  const scopes = (textsOf(value) ?? []).filter((scope) => SCOPE_TOKEN.test(scope));
  return [...new Set(scopes)].slice(0, OAUTH_LIMITS.askedScopes);
}

/**
 * Whether a resource identifier is the server's URL, or a parent of it by whole path segments on the same origin (RFC 9728
 * section 3.3; MCP 2026-07-28). Both are parsed once; a text that a parser changes beyond the slash of the root is none (T186).
 * Pure.
 */
export function isResourceOf(resource: string, url: string): boolean {
  const given = URL.parse(resource);
  const server = new URL(url);
  if (!given || given.origin !== server.origin) return false;
  if (given.href !== resource && given.href !== `${resource}/`) return false;
  if (given.username || given.password || given.hash || resource.includes('#')) return false;
  if (given.search || resource.includes('?')) return given.href === server.href;
  const [parent, whole] = [segmentsOf(given), segmentsOf(server)];
  return parent.length <= whole.length && parent.every((segment, index) => segment === whole[index]);
}

/** An encoded slash, backslash or dot is one character of its segment, and no parent of anything is found by it. */
function segmentsOf({ pathname }: URL): string[] {
  return pathname.replace(/\/$/, '').split('/').slice(1);
}
