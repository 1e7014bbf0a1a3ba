import { closedServers } from './closed-servers.ts';
import { documentServers } from './document-servers.ts';
import { dynamicServers } from './dynamic-servers.ts';
import type { KnownRemoteServer } from './known-server.ts';

/**
 * The servers that the catalogue knows, each registered anew for every owner. A server at a URL that the catalogue has for the
 * provider’s own tokens is here only where it also issues tokens of its own.
 */
export const KNOWN_SERVERS: readonly KnownRemoteServer[] = [
  ...documentServers,
  ...dynamicServers,
  ...closedServers,
];
