/** The part of the HTTP API that concerns one workspace. */
import type { z } from 'zod';
import type { ProviderList } from '../../../src/contract/resources.ts';
import { appsApi } from './apps.ts';
import { type ApiClient, inWorkspace, queryOf } from './client.ts';
import { connectionsApi } from './connections.ts';
import { peopleApi } from './people.ts';
import { recordsApi } from './records.ts';
import { serversApi } from './servers.ts';
import type { Provider } from './types.ts';

export type WorkspaceApi = ReturnType<typeof workspaceApi>;

export function workspaceApi(client: ApiClient, workspace: string) {
  return {
    connections: connectionsApi(client, workspace),
    servers: serversApi(client, workspace),
    apps: appsApi(client, workspace),
    records: recordsApi(client, workspace),
    people: peopleApi(client, workspace),
    /** The catalogue and the workspace's own providers, with the OAuth apps that the workspace may use. */
    providers: async (): Promise<Provider[]> =>
      (await client.json<z.infer<typeof ProviderList>>('GET', `/v1/providers${queryOf({ workspace })}`))
        .providers,
    /** Ends every connection of the workspace, for good. */
    deleteWorkspace: async (): Promise<void> => void (await client.request('DELETE', inWorkspace(workspace))),
  };
}
