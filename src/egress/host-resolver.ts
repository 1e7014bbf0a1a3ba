import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HostResolver } from '../broker/ports.ts';
import { isPrivateAddress, isPublicAddress } from './public-address.ts';

/**
 * Checks a host at its registration: whether every address of its name is public, or private. The egress checks the dialled
 * address again at every request, because a name can resolve to another address later (T144, T145).
 */
export const hostResolver: HostResolver = {
  isPublic: async (host) => areAll(await addressesOf(host), isPublicAddress),
  isPrivate: async (host) => areAll(await addressesOf(host), isPrivateAddress),
};

/** IP addresses of a host name or IP literal; empty where the name does not resolve. */
async function addressesOf(host: string): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return [bare];
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

function areAll(addresses: string[], test: (address: string) => boolean): boolean {
  return addresses.length > 0 && addresses.every(test);
}
