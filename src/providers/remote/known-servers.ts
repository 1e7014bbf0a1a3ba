import type { KnownRemoteServer } from './known-server.ts';

/** MCP servers with an authorization server of their own that the catalogue knows. */
export const KNOWN_SERVERS: readonly KnownRemoteServer[] = [];
