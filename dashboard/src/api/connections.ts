import type { z } from 'zod';
import type { CompleteBody, ConnectionList, StartedSession } from '../../../src/contract/resources.ts';
import { type ApiClient, inWorkspace } from './client.ts';
import type { Connection, Receipt, RefreshResult, StartRequest } from './types.ts';

export type CompleteRequest = z.infer<typeof CompleteBody>;
export type Started = z.infer<typeof StartedSession>;

/** Consents, and what is done with a connection. */
export function connectionsApi(client: ApiClient, workspace: string) {
  const path = (id: string, ...rest: string[]) => inWorkspace(workspace, 'connections', id, ...rest);
  return {
    list: async (): Promise<Connection[]> => {
      const all = await client.json<z.infer<typeof ConnectionList>>(
        'GET',
        inWorkspace(workspace, 'connections'),
      );
      return all.connections;
    },
    start: (body: StartRequest): Promise<Started> =>
      client.json('POST', inWorkspace(workspace, 'connect-sessions'), body),
    complete: (session: string, body: CompleteRequest): Promise<Connection> =>
      client.json('POST', inWorkspace(workspace, 'connect-sessions', session, 'complete'), body),
    refresh: (id: string): Promise<RefreshResult> => client.json('POST', path(id, 'refresh')),
    /** Chooses one of the tenants that the account reaches. */
    chooseTenant: (id: string, body: { choice: string; index: number }): Promise<Connection> =>
      client.json('POST', path(id, 'tenant'), body),
    /** Says no to the scopes that a server asks for, for a day. */
    declineStepUp: async (id: string, server: string): Promise<void> =>
      void (await client.request('POST', path(id, 'step-up-declined'), { server })),
    /** A name for people. An empty one takes the name away. */
    rename: (id: string, name: string): Promise<Connection> => client.json('PUT', path(id, 'name'), { name }),
    disconnect: (id: string): Promise<Receipt> => client.json('DELETE', path(id)),
  };
}
