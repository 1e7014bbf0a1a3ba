import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection, OAuthApp } from '../records.ts';
import type { PublicOAuthApp } from '../stores.ts';

type DeleteAppPorts = Pick<
  Ports,
  'apps' | 'connections' | 'reads' | 'activity' | 'events' | 'clock' | 'random' | 'log'
> &
  QuotaPorts;

interface DeleteAppInput {
  caller: Caller;
  workspaceId: string;
  provider: string;
}

/**
 * Deletes all versions of a workspace's own app with their secrets. They are marked first, so that no consent
 * starts or completes with the app any more. Throws `oauth_app_in_use` with the ids of the connections that use the app, in
 * whatever status: without it they could be neither refreshed nor revoked. Throws `forbidden`, `not_found` or
 * `too_many_requests`.
 */
export async function deleteOAuthApp(ports: DeleteAppPorts, input: DeleteAppInput): Promise<void> {
  const { caller, workspaceId, provider } = input;
  requireRole(caller, workspaceId, 'admin');
  await countEnding(ports, caller);
  const marked = await mark(ports, input);
  if (marked.length === 0) return;
  const using = await connectionsOf(ports, input);
  if (using.length > 0) {
    for (const each of marked) await setMark(ports, input, { ...each, deletingAt: undefined });
    throw new Problem('oauth_app_in_use', { connections: using });
  }
  await deleteVersions(ports, input, marked);
  await recordActivity(ports, workspaceId, { type: 'oauth_app_deleted', provider, actor: caller.subject });
}

/** Marks every version, the newest first, and returns them. Throws `app_changed`. */
async function mark(ports: DeleteAppPorts, input: DeleteAppInput): Promise<PublicOAuthApp[]> {
  const versions = await ports.reads.oauthApps(input.workspaceId, input.provider);
  const deletingAt = ports.clock.now();
  for (const each of versions)
    if (!(await setMark(ports, input, { ...each, deletingAt }))) throw new Problem('app_changed');
  return versions.map((each) => ({ ...each, deletingAt }));
}

function setMark(
  ports: DeleteAppPorts,
  { workspaceId: owner, provider }: DeleteAppInput,
  { uid, version, deletingAt }: Pick<OAuthApp, 'uid' | 'version' | 'deletingAt'>,
): Promise<boolean> {
  const change = { expect: { uid: { is: uid } }, set: { deletingAt }, writeId: newId(ports) };
  return ports.apps.change({ owner, provider, version }, change);
}

async function connectionsOf(
  { connections }: DeleteAppPorts,
  { workspaceId, provider }: DeleteAppInput,
): Promise<string[]> {
  const all = await connections.list(workspaceId);
  const using = all.filter(({ record }) => isUsing(record, workspaceId, provider));
  return using.map(({ key }) => key.connectionId);
}

function isUsing({ provider, appOwner, status }: Connection, workspaceId: string, wanted: string): boolean {
  return provider === wanted && appOwner === workspaceId && status !== 'disconnected';
}

/** A version that was put meanwhile is another app, and stays. */
async function deleteVersions(
  { apps }: DeleteAppPorts,
  { workspaceId: owner, provider }: DeleteAppInput,
  marked: PublicOAuthApp[],
): Promise<void> {
  // The newest one last: while an older one is left, no consent starts.
  // Without the mark of this deletion another one has given the app back, and a consent may have completed with it.
  for (const { version, uid, deletingAt } of marked.toReversed())
    if (
      !(await apps.delete(
        { owner, provider, version },
        { uid: { is: uid }, deletingAt: { is: deletingAt as number } },
      ))
    )
      throw new Problem('app_changed');
}
