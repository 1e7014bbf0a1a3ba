import type { RegisteredServer } from '../src/providers/server-registrations.ts';

/**
 * The servers of the catalogue and of the stage settings. The build puts them into the bundle
 * (lib/functions/code/function-source.ts, SERVERS_IDENTIFIER), so that a function need not load the whole catalogue.
 */
declare const __CONNECTIONS_SERVERS__: [string, RegisteredServer][];

/** Registered servers by id. */
export function stageServers(): ReadonlyMap<string, RegisteredServer> {
  return new Map(__CONNECTIONS_SERVERS__);
}
