import { type ApiClient, inWorkspace } from './client.ts';
import type { NamedPerson } from './types.ts';

/** The names of people of a workspace. */
export function peopleApi(client: ApiClient, workspace: string) {
  const me = inWorkspace(workspace, 'me');
  return {
    list: async (): Promise<NamedPerson[]> =>
      (await client.json<{ people: NamedPerson[] }>('GET', inWorkspace(workspace, 'people'))).people,
    /** The API takes the name out of the ID token, which it verifies. */
    putMe: (idToken: string): Promise<{ name?: string }> => client.json('PUT', me, { idToken }),
    removeMe: async (): Promise<void> => void (await client.request('DELETE', me)),
    remove: async (id: string): Promise<void> =>
      void (await client.request('DELETE', inWorkspace(workspace, 'people', id))),
  };
}
