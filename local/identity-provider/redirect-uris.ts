/** Which redirect URIs a client may register, and where each leads. Pure. */

/**
 * `web`: an https host. `loopback`: whatever program of this machine listens. `private-use`: whatever program has claimed the
 * scheme. The last two do not say which program it is (RFC 8252 sections 8.4 and 8.6).
 */
export type RedirectKind = 'web' | 'loopback' | 'private-use';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
/** RFC 3986 section 3.1. Editors have schemes without the dot of RFC 8252 section 7.1: `cursor:`, `vscode:`. */
const SCHEME = /^[a-z][a-z0-9+.-]*:$/;
/** Schemes that run a script, read a file, or start something that is no client. */
const NOT_A_CLIENT = [
  ...['about:', 'blob:', 'chrome:', 'content:', 'data:', 'file:', 'filesystem:', 'ftp:', 'http:', 'intent:'],
  ...['jar:', 'javascript:', 'mailto:', 'ms-settings:', 'search-ms:', 'sms:', 'tel:', 'vbscript:'],
  ...['view-source:', 'ws:', 'wss:'],
];
/** What a URL parser would drop or turn, so that two readers would see two addresses. */
const TURNED = /[\s\\\p{Cc}]/u;

/** The kind of a redirect URI. Undefined: no client may have it. */
export function redirectKind(text: string): RedirectKind | undefined {
  const url = URL.parse(text);
  if (!url || TURNED.test(text) || text.includes('#') || url.username || url.password) return undefined;
  if (url.protocol === 'https:') return 'web';
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return 'loopback';
  return SCHEME.test(url.protocol) && !NOT_A_CLIENT.includes(url.protocol) ? 'private-use' : undefined;
}
