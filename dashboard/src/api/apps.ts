import type { z } from 'zod';
import type { OAuthAppCheck, OAuthAppCheckBody, OAuthAppList } from '../../../src/contract/resources.ts';
import { type ApiClient, inWorkspace } from './client.ts';
import type { AppPolicy, OAuthAppBody, OwnApp } from './types.ts';

export type AppCheck = z.infer<typeof OAuthAppCheck>;
export type ListedApp = z.infer<typeof OAuthAppList>['apps'][number];

/** OAuth apps of a workspace, and which ones it allows. */
export function appsApi(client: ApiClient, workspace: string) {
  const path = (provider: string, ...rest: string[]) =>
    inWorkspace(workspace, 'oauth-apps', provider, ...rest);
  const policy = inWorkspace(workspace, 'oauth-app-policy');
  return {
    list: async (): Promise<ListedApp[]> =>
      (await client.json<z.infer<typeof OAuthAppList>>('GET', inWorkspace(workspace, 'oauth-apps'))).apps,
    /** What the provider says of the stored app, or of one that is not saved yet. Nothing is stored. */
    check: (provider: string, body: z.infer<typeof OAuthAppCheckBody> = {}): Promise<AppCheck> =>
      client.json('POST', path(provider, 'check'), body),
    get: (provider: string): Promise<OwnApp> => client.json('GET', path(provider)),
    put: (provider: string, body: OAuthAppBody): Promise<OwnApp> => client.json('PUT', path(provider), body),
    remove: async (provider: string): Promise<void> => void (await client.request('DELETE', path(provider))),
    policy: (): Promise<AppPolicy> => client.json('GET', policy),
    choosePolicy: (allowed: AppPolicy['allowed']): Promise<AppPolicy> =>
      client.json('PUT', policy, { allowed }),
  };
}
