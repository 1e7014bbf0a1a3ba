import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is on the public internet. Everything that IANA reserves is not: private, loopback, link-local
 * (with the metadata endpoint), unique local, multicast, and IPv6 forms that carry an IPv4 address (T144).
 */
export function isPublicAddress(address: string): boolean {
  // `process` turns ::ffff:a.b.c.d into a.b.c.d, so that a mapped address is judged as what it reaches.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
