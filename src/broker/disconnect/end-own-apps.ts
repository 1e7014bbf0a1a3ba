/**
 * The own apps of a workspace that is being deleted. Revocations need their secrets for a while, so the table deletes them
 * later; without a connection that needs them they are deleted at once.
 */
import { appAddresses, together } from '../activity/addresses.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { giveBackClients, type HolderPorts } from '../apps/held-clients.ts';
import type { Caller } from '../caller.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { PublicOAuthApp } from '../stores.ts';

type AppPorts = Pick<Ports, 'apps' | 'reads' | 'clock' | 'random'>;
type MarkPorts = AppPorts & HolderPorts & Pick<Ports, 'catalogue' | 'activity' | 'events' | 'log'>;

/** All versions of all apps of the workspace. */
async function ownApps({ reads }: AppPorts, owner: string): Promise<PublicOAuthApp[]> {
  const newest = await reads.oauthAppsOf(owner);
  return (await Promise.all(newest.map(({ provider }) => reads.oauthApps(owner, provider)))).flat();
}

/**
 * Marks every version of every app, so that a consent which stores after this sees it, and lets the table delete it when the
 * last revocation that begins now has been given up. A version that somebody deleted meanwhile stays deleted. Each app has a
 * record of its deletion, before it is marked.
 */
export async function markOwnApps(
  ports: MarkPorts,
  { caller, workspaceId }: { caller: Caller; workspaceId: string },
): Promise<void> {
  const apps = Map.groupBy(await ownApps(ports, workspaceId), ({ provider }) => provider);
  await Promise.all(
    [...apps].map(([provider, versions]) => {
      const mark = async () => {
        await markVersions(ports, workspaceId, versions);
        // No consent begins or completes with it any more, so somebody else may hold the client.
        await giveBackClients(ports, workspaceId, versions);
      };
      // Whoever marked all of them has recorded it.
      const [newest] = versions.filter(({ deletingAt }) => deletingAt === undefined);
      if (!newest) return mark();
      const { clientId, version } = newest;
      const addressesBefore = together(versions.map((each) => appAddresses(ports.catalogue, each)));
      const what = { type: 'oauth_app_deleted' as const, workspaceId, caller, provider, clientId, version };
      return recordedChange(ports, { ...what, addressesBefore }, mark);
    }),
  );
}

async function markVersions(ports: AppPorts, owner: string, versions: PublicOAuthApp[]): Promise<void> {
  const now = ports.clock.now();
  const forgetAt = now + LIMITS.deletedAppLife;
  await Promise.all(
    versions.map(({ provider, version, uid }) =>
      ports.apps.change(
        { owner, provider, version },
        { expect: { uid: { is: uid } }, set: { deletingAt: now }, writeId: newId(ports), forgetAt },
      ),
    ),
  );
}

/** Deletes every version of every app with its secret. Call it only when no connection needs one any more. */
export async function deleteOwnApps(ports: AppPorts, owner: string): Promise<void> {
  await Promise.all(
    (await ownApps(ports, owner)).map(({ provider, version, uid }) =>
      ports.apps.delete({ owner, provider, version }, { uid: { is: uid } }),
    ),
  );
}
