/** Whether a request to a server of this machine may come from where it comes from. Pure. */
import type { IncomingHttpHeaders } from 'node:http';

export interface OwnAddress {
  /** `http://127.0.0.1:<port>` of the server. */
  origin: string;
  /** Origins of other pages that may call it. */
  pages: readonly string[];
  /** Whether pages of this machine may open it in a frame: the silent sign-in does. Its own headers say what may be shown there. */
  mayBeFramed?: boolean;
  /** Paths that a page of any port of this machine may call by `fetch`. Absent: none. */
  isOpenToThisMachine?: ((path: string) => boolean) | undefined;
}

/** What is judged of a request. */
export interface Asked {
  headers: IncomingHttpHeaders;
  /** Path and query, as in the request line. */
  url?: string | undefined;
}

/**
 * A web page of another origin reaches this machine too: under a name of its own (DNS rebinding), by `fetch`, by a form, or as
 * an image. The browser says so in `Host`, `Origin` (RFC 6454) and `Sec-Fetch-Site` (W3C Fetch Metadata), which no page can forge.
 * A program that is no browser sends neither of the last two. Following a link is allowed: a consent is one.
 */
export function mayRequest(
  { headers, url = '/' }: Asked,
  { origin, pages, mayBeFramed = false, isOpenToThisMachine = () => false }: OwnAddress,
): boolean {
  const { host } = new URL(origin);
  if (headers.host !== host && headers.host !== host.replace('127.0.0.1', 'localhost')) return false;
  const asked = headers.origin;
  if (asked === origin || (asked !== undefined && pages.includes(asked))) return true;
  if (asked !== undefined) return isOfThisMachine(asked) && isOpenToThisMachine(url.split('?', 1)[0] ?? '');
  const site = headers['sec-fetch-site'];
  const isElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  return !isElsewhere || isNavigation(headers) || (mayBeFramed && isFrameOfThisMachine(headers));
}

/** A link or a redirect that opens a page of its own, not one within another page. */
function isNavigation(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Another port of this machine is the same site, and every other page of the web is not. */
function isFrameOfThisMachine(headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': use, 'sec-fetch-site': site } = headers;
  return mode === 'navigate' && use === 'iframe' && site === 'same-site';
}

/** Whether a server of this machine sent the page (RFC 6454 section 6: an origin is written in one way). */
export function isOfThisMachine(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(origin);
}
