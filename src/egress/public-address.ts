import ipaddr from 'ipaddr.js';

/** IPv6 has allocated this block alone (RFC 4291 section 2.4); outside of it lies ::a.b.c.d too, which ipaddr.js calls unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is on the public internet. Everything that IANA reserves is not: private, loopback, link-local
 * (with the metadata endpoint), unique local, multicast, and IPv6 forms that carry an IPv4 address (T144).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns ::ffff:a.b.c.d into a.b.c.d, so that a mapped address is judged as what it reaches.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return false;
  return parsed.range() === 'unicast';
}

/** Inside one network: RFC 1918, unique local (RFC 4193), loopback. Never link-local, where metadata endpoints are. */
export function isPrivateAddress(address: string): boolean {
  return (
    ipaddr.isValid(address) &&
    ['private', 'uniqueLocal', 'loopback'].includes(ipaddr.process(address).range())
  );
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
