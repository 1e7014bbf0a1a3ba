/** The OAuth apps that are registered at the played providers: the platform's, and one for workspaces to bring. */
import type { PlatformApps } from '../platform-apps-file.ts';
import type { ScriptedClient } from '../scripted-providers/scripted-provider.ts';

export interface PlayedApp {
  provider: string;
  clientId: string;
  clientSecret: string;
  /** `platform`: the verified app. `workspace`: what an admin may register as the workspace's own. */
  owner: 'platform' | 'workspace';
}

/** Client ids and secrets of the apps for workspaces, by provider. */
export type OwnApps = Readonly<Record<string, Pick<PlayedApp, 'clientId' | 'clientSecret'>>>;

/** All apps of these providers. */
export function playedApps(providers: readonly string[], platform: PlatformApps, own: OwnApps): PlayedApp[] {
  return providers.flatMap((provider): PlayedApp[] => {
    const verified = Object.entries(platform[provider]?.clients ?? {}).map(([clientId, clientSecret]) => ({
      ...{ provider, clientId, clientSecret },
      owner: 'platform' as const,
    }));
    const app = own[provider];
    return app ? [...verified, { provider, ...app, owner: 'workspace' }] : verified;
  });
}

/** The app with the redirect URI that the browser brings, if it is one of this environment. */
export function clientOf(app: PlayedApp, appOrigin: string, redirectUri: string): ScriptedClient | undefined {
  const base = `${appOrigin}/oauth/callback/${app.provider}/`;
  const owner = redirectUri.startsWith(base) ? redirectUri.slice(base.length) : '';
  const isRegistered =
    app.owner === 'platform' ? owner === 'verified' : /^[\w-]+$/.test(owner) && owner !== 'verified';
  return isRegistered ? { clientId: app.clientId, clientSecret: app.clientSecret, redirectUri } : undefined;
}
