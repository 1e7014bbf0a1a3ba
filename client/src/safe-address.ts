/** Names that a URL parser leaves for this machine; it has already turned 127.1 and 0x7f000001 into 127.0.0.1. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export const isLoopback = (hostname: string) => LOOPBACK.test(hostname);

/** https anywhere, or http to this machine, without user information: where a token or a person may be sent. */
export function isSafeAddress({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a person may be shown this address as the page to connect at. */
export function isOwnPage(url: string): boolean {
  return URL.canParse(url) && isSafeAddress(new URL(url));
}
