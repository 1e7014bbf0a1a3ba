import type { RegisteredServer } from '../src/providers/server-registrations.ts';

/**
 * The catalogue's servers and the operator's, built into the bundle (lib/functions/function-source.ts, SERVERS_IDENTIFIER): so a call
 * does not load all that the catalogue knows of its providers.
 */
declare const __CONNECTIONS_SERVERS__: [string, RegisteredServer][];

export const SERVERS: ReadonlyMap<string, RegisteredServer> = new Map(__CONNECTIONS_SERVERS__);
