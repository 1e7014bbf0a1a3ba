import { VERIFIED } from '../../contract/identifiers.ts';
import { isAppAllowed } from '../apps/app-policy.ts';
import { appToUse } from '../apps/app-to-use.ts';
import { needsOwnApp } from '../apps/needs-own-app.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { newestApp } from '../apps/read-app.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';

type ChooseAppPorts = Pick<Ports, 'apps' | 'appPolicies' | 'catalogue' | 'settings' | 'vault'>;

/**
 * Chooses the app of a new consent: the wanted app, else the verified app, else the workspace's own app. If the environment or
 * the workspace allows own apps only, no wish of a member chooses a verified app. Throws `app_not_available`,
 * `app_not_allowed`, or VaultError for a policy row whose seal does not open.
 */
export async function chooseApp(
  ports: ChooseAppPorts,
  workspaceId: string,
  provider: string,
  wanted: 'verified' | 'workspace' | undefined,
): Promise<PinnedApp> {
  const isVerifiedAllowed = await isAppAllowed(ports, { workspaceId, appOwner: VERIFIED });
  // A row can be there from before the provider's host was a variable.
  const known = ports.catalogue.get(provider);
  const isPossible = isVerifiedAllowed && !(known && needsOwnApp(known));
  const verified = isPossible ? await usableApp(ports, VERIFIED, provider) : undefined;
  const isVerified = verified !== undefined && wanted !== 'workspace';
  const own = isVerified ? undefined : await usableApp(ports, workspaceId, provider);
  const choice = appToUse({
    hasVerified: verified !== undefined,
    hasOwn: own !== undefined,
    isVerifiedAllowed,
    wanted,
  });
  const app = choice === 'verified' ? verified : own;
  if (choice === 'app_not_available' || choice === 'app_not_allowed' || !app)
    throw new Problem(choice === 'app_not_allowed' ? choice : 'app_not_available');
  const { uid: appUid, version: appVersion, clientId, variables = {} } = app;
  const appOwner = choice === 'verified' ? VERIFIED : workspaceId;
  return { provider, appOwner, appVersion, appUid, clientId, variables };
}

/** The owner's newest app, unless it is being deleted. */
async function usableApp(
  ports: ChooseAppPorts,
  owner: string,
  provider: string,
): Promise<OAuthApp | undefined> {
  const app = await newestApp(ports, owner, provider);
  return app?.deletingAt === undefined ? app : undefined;
}
