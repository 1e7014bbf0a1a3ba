import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HostResolver } from '../broker/ports.ts';
import { isPrivateAddress, isPublicAddress } from './public-address.ts';

/**
 * For the registration of hosts that somebody names. The egress checks again at every request, on the address that it dials,
 * since a name can resolve otherwise tomorrow (T144, T145).
 */
export const hostResolver: HostResolver = {
  isPublic: async (host) => areAll(await addressesOf(host), isPublicAddress),
  isPrivate: async (host) => areAll(await addressesOf(host), isPrivateAddress),
};

/** Empty for a name that resolves to nothing. */
async function addressesOf(host: string): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return [bare];
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function areAll(addresses: string[], test: (address: string) => boolean): boolean {
  return addresses.length > 0 && addresses.every(test);
}
