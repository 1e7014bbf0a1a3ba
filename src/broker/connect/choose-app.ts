import { VERIFIED } from '../../contract/identifiers.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';

/**
 * Chooses the app of a new consent: the wanted one, else the verified one, else the workspace's own. Throws
 * `app_not_available`.
 */
export async function chooseApp(
  { apps }: Pick<Ports, 'apps'>,
  workspaceId: string,
  provider: string,
  wanted: 'verified' | 'workspace' | undefined,
): Promise<PinnedApp> {
  const owners = wanted ? [wanted === 'verified' ? VERIFIED : workspaceId] : [VERIFIED, workspaceId];
  for (const owner of owners) {
    const app = await apps.newest(owner, provider);
    if (!app) continue;
    const { version: appVersion, clientId, variables = {} } = app;
    return { provider, appOwner: owner, appVersion, clientId, variables };
  }
  throw new Problem('app_not_available');
}
