import { VERIFIED } from '../../contract/identifiers.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { newestApp } from '../apps/read-app.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';

/**
 * Chooses the app of a new consent: the wanted one, else the verified one, else the workspace's own. Throws
 * `app_not_available`, or VaultError for a row that nobody with a key wrote so.
 */
export async function chooseApp(
  ports: Pick<Ports, 'apps' | 'vault'>,
  workspaceId: string,
  provider: string,
  wanted: 'verified' | 'workspace' | undefined,
): Promise<PinnedApp> {
  const owners = wanted ? [wanted === 'verified' ? VERIFIED : workspaceId] : [VERIFIED, workspaceId];
  for (const owner of owners) {
    const app = await newestApp(ports, owner, provider);
    if (!app || app.deletingAt !== undefined) continue;
    const { uid: appUid, version: appVersion, clientId, variables = {} } = app;
    return { provider, appOwner: owner, appVersion, appUid, clientId, variables };
  }
  throw new Problem('app_not_available');
}
