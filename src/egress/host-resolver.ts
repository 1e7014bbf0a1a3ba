import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HostResolver } from '../broker/ports.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * For the registration of hosts that somebody names. The egress checks again at every request, on the address that it dials,
 * since a name can resolve otherwise tomorrow (T144, T145).
 */
export const hostResolver: HostResolver = {
  async isPublic(host) {
    const bare = host.replace(/^\[|\]$/g, '');
    if (isIP(bare)) return isPublicAddress(bare);
    try {
      const addresses = await lookup(bare, { all: true });
      return addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
    } catch {
      return false;
    }
  },
};
