/** Host names of this machine. The URL parser has already turned 127.1 and 0x7f000001 into 127.0.0.1. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether a host name of a parsed URL is this machine. */
export const isLoopback = (hostname: string) => LOOPBACK.test(hostname);

/**
 * Whether a token or a person may be sent to this URL: https, or http on this machine or to one of `plainHttpHosts` (each with
 * its port unless it is 80), and no user information.
 */
export function isSafeAddress(
  { protocol, hostname, host, username, password }: URL,
  plainHttpHosts: readonly string[] = [],
): boolean {
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (isLoopback(hostname) || plainHttpHosts.includes(host));
}

/** Whether a person may be shown this address as the page to connect at. */
export function isOwnPage(url: string): boolean {
  return URL.canParse(url) && isSafeAddress(new URL(url));
}
