import { VERIFIED } from '../../contract/identifiers.ts';
import { isAppAllowed } from '../apps/app-policy.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { newestApp } from '../apps/read-app.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';

/**
 * Chooses the app of a new consent: the wanted app, else the verified app, else the workspace's own app. If the environment or
 * the workspace allows own apps only, no wish of a member chooses a verified app. Throws `app_not_available`,
 * `app_not_allowed`, or VaultError for a policy row whose seal does not open.
 */
export async function chooseApp(
  ports: Pick<Ports, 'apps' | 'appPolicies' | 'settings' | 'vault'>,
  workspaceId: string,
  provider: string,
  wanted: 'verified' | 'workspace' | undefined,
): Promise<PinnedApp> {
  const owners = wanted ? [wanted === 'verified' ? VERIFIED : workspaceId] : [VERIFIED, workspaceId];
  let isRefused = false;
  for (const owner of owners) {
    if (!(await isAppAllowed(ports, { workspaceId, appOwner: owner }))) {
      isRefused = true;
      continue;
    }
    const app = await newestApp(ports, owner, provider);
    if (!app || app.deletingAt !== undefined) continue;
    const { uid: appUid, version: appVersion, clientId, variables = {} } = app;
    return { provider, appOwner: owner, appVersion, appUid, clientId, variables };
  }
  throw new Problem(isRefused ? 'app_not_allowed' : 'app_not_available');
}
