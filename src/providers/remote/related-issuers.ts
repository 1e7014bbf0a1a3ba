/** Which issuers may be compared as if they were another one (RFC 8414 section 3.3 broken by the vendor). Pure. */
import { getDomain } from 'tldts';
import type { IssuerPair } from '../../oauth/remote/discovery-refused.ts';

/**
 * Whether the claimed issuer shares its registrable domain with the advertised identifier or with the resource: only then one
 * party can be behind both. Names under a suffix where anybody registers, such as `github.io`, share nothing (T191).
 */
export function isRelated({ advertised, claimed }: IssuerPair, resource: string): boolean {
  return [advertised, resource].some((other) => areOfOneParty(claimed, other));
}

/** Whether two URLs have one origin, or one registrable domain. */
export function areOfOneParty(left: string, right: string): boolean {
  const [one, other] = [URL.parse(left), URL.parse(right)];
  if (!one || !other) return false;
  return one.origin === other.origin || (domainOf(one) !== null && domainOf(one) === domainOf(other));
}

function domainOf({ hostname, protocol }: URL): string | null {
  return protocol === 'https:' ? getDomain(hostname, { allowPrivateDomains: true }) : null;
}
