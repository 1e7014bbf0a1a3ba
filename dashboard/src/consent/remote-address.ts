/** The address that a person pastes for a remote MCP server, and the id that follows from it. Pure. */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Labels that say what kind of host it is, and not whose. */
const GENERAL = new Set(['mcp', 'www', 'api', 'remote', 'server', 'app']);
const LONGEST = 32;

/** Whether a browser may be sent to this URL: https, or http on this machine. */
export function isWebAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

/** Without a scheme, https is meant. Undefined: it is no address that a server can have. */
export function addressOf(typed: string): URL | undefined {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url && isWebAddress(url) && !/\s/.test(text) ? url : undefined;
}

/**
 * An id of letters, digits and hyphens that no other server of the workspace has, out of the host: `notion` of `mcp.notion.com`.
 */
export function idFor({ hostname, port }: URL, taken: ReadonlySet<string>): string {
  const isName = /[a-z]/.test(hostname) && hostname !== 'localhost' && !hostname.startsWith('[');
  const id = isName ? nameIn(hostname) : `server-${port || '443'}`;
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : `-${number}`;
    const numbered = id.slice(0, LONGEST - ending.length).replace(/-+$/, '') + ending;
    if (!taken.has(numbered)) return numbered;
  }
}

function nameIn(hostname: string): string {
  const labels = hostname.split('.').filter((label) => label !== '');
  const own = labels.slice(0, -1).find((label) => !GENERAL.has(label)) ?? labels[0] ?? '';
  const clean = own.replaceAll(/[^a-z0-9-]+/g, '-').replace(/^-+/, '');
  return /^[a-z]/.test(clean) ? clean : `server-${clean}`;
}
