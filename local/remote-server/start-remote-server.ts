/** A remote MCP server and its authorization server, at two origins of this machine. */
import { type AuthorizationServer, startAuthorizationServer } from './authorization-server.ts';
import { type NotesServer, startNotesServer } from './notes-server.ts';
import type { RemoteServerOptions } from './remote-server-options.ts';

export interface RunningRemoteServer {
  /** The address to paste. */
  url: string;
  notes: NotesServer['notes'];
  authorization: Omit<AuthorizationServer, 'close'>;
  close(): Promise<void>;
}

export async function startRemoteServer(options: RemoteServerOptions = {}): Promise<RunningRemoteServer> {
  const started: { server?: NotesServer } = {};
  const authorization = await startAuthorizationServer(options, () => started.server?.url ?? '');
  const server = await startNotesServer(options.serverPort ?? 0, {
    issuer: () => authorization.origin,
    grantOf: authorization.grantOf,
  }).catch(async (error: unknown) => {
    await authorization.close();
    throw error;
  });
  started.server = server;
  return {
    url: server.url,
    notes: server.notes,
    authorization,
    async close() {
      await server.close();
      await authorization.close();
    },
  };
}
