import type { KnownRemoteServer } from './known-server.ts';
import { KNOWN_SERVERS } from './known-servers.ts';

/** The server that the catalogue knows at this URL, which is in canonical form. */
export function knownServer(url: string): KnownRemoteServer | undefined {
  return KNOWN_SERVERS.find((server) => server.url === url || server.otherUrls?.includes(url));
}
