import ipaddr from 'ipaddr.js';

/** The only global unicast block (RFC 4291 section 2.4). ipaddr.js also calls ::a.b.c.d unicast, which is outside this block. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is on the public internet. Ranges that IANA reserves are not public: private, loopback, link-local
 * (where the metadata endpoint is), unique local, multicast, and IPv6 forms that carry an IPv4 address (T144).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns ::ffff:a.b.c.d into a.b.c.d, so that a mapped address is checked as the IPv4 address that it reaches.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return false;
  return parsed.range() === 'unicast';
}

/**
 * Whether an IP address is private (RFC 1918), unique local (RFC 4193) or loopback. Link-local, where metadata endpoints
 * are, is not.
 */
export function isPrivateAddress(address: string): boolean {
  return (
    ipaddr.isValid(address) &&
    ['private', 'uniqueLocal', 'loopback'].includes(ipaddr.process(address).range())
  );
}

/** Whether an IP address is 127.0.0.0/8 or ::1. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
