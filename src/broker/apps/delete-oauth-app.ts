import { appAddresses, together } from '../activity/addresses.ts';
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import type { ConnectionKey, Keyed, PublicConnection, PublicOAuthApp } from '../stores.ts';
import { giveBackClients, type HolderPorts } from './held-clients.ts';

export type DeleteAppPorts = Pick<
  Ports,
  'apps' | 'catalogue' | 'connections' | 'reads' | 'activity' | 'events' | 'clock' | 'random' | 'log'
> &
  HolderPorts &
  QuotaPorts;

type DeletePorts = Pick<Ports, 'apps' | 'connections' | 'clock' | 'random'>;

interface AppOfWorkspace {
  workspaceId: string;
  provider: string;
}

/** Whose app, and who deletes it. */
export interface DeleteAppInput extends AppOfWorkspace {
  caller: Caller;
}

/**
 * Deletes all versions of a workspace's own app with their secrets. They are marked first, so that no consent
 * starts or completes with the app any more. Throws `oauth_app_in_use` with the ids of the connections that use the app, in
 * whatever status: without it they could be neither refreshed nor revoked. Throws `forbidden`, `not_found` or
 * `too_many_requests`. `remove`: what else ends with the versions, where that is more than their items.
 */
export async function deleteOAuthApp(
  ports: DeleteAppPorts,
  input: DeleteAppInput,
  remove: typeof deleteUnused = deleteUnused,
): Promise<void> {
  const { caller, workspaceId, provider } = input;
  requireRole(caller, workspaceId, 'admin');
  await countEnding(ports, caller);
  const versions = await ports.reads.oauthApps(workspaceId, provider);
  const [newest] = versions;
  if (!newest) return;
  // A deletion that is seen to be impossible marks and records nothing.
  refuseInUse(usingOf(await ports.reads.connections(workspaceId), input));
  const { clientId, version } = newest;
  const addressesBefore = together(versions.map((each) => appAddresses(ports.catalogue, each)));
  const what = { type: 'oauth_app_deleted' as const, workspaceId, caller, provider, clientId, version };
  await recordedChange(ports, { ...what, addressesBefore }, async () => {
    await remove(ports, input, versions);
    await giveBackClients(ports, workspaceId, versions);
  });
}

/** Deletes these versions if no connection uses one. Throws `oauth_app_in_use` or `app_changed`. */
export async function deleteUnused(
  ports: DeletePorts,
  input: AppOfWorkspace,
  versions: PublicOAuthApp[],
): Promise<void> {
  const marked = await mark(ports, input, versions);
  const using = await connectionsOf(ports, input);
  if (using.length > 0)
    for (const each of marked) await setMark(ports, input, { ...each, deletingAt: undefined });
  refuseInUse(using);
  await deleteVersions(ports, input, marked);
}

function refuseInUse(connections: string[]): void {
  if (connections.length > 0) throw new Problem('oauth_app_in_use', { connections });
}

/** Marks every version, the newest first, and returns them. Throws `app_changed`. */
async function mark(
  ports: DeletePorts,
  input: AppOfWorkspace,
  versions: PublicOAuthApp[],
): Promise<PublicOAuthApp[]> {
  const deletingAt = ports.clock.now();
  for (const each of versions)
    if (!(await setMark(ports, input, { ...each, deletingAt }))) throw new Problem('app_changed');
  return versions.map((each) => ({ ...each, deletingAt }));
}

function setMark(
  ports: DeletePorts,
  { workspaceId: owner, provider }: AppOfWorkspace,
  { uid, version, deletingAt }: Pick<OAuthApp, 'uid' | 'version' | 'deletingAt'>,
): Promise<boolean> {
  const change = { expect: { uid: { is: uid } }, set: { deletingAt }, writeId: newId(ports) };
  return ports.apps.change({ owner, provider, version }, change);
}

async function connectionsOf({ connections }: DeletePorts, input: AppOfWorkspace): Promise<string[]> {
  return usingOf(await connections.list(input.workspaceId), input);
}

function usingOf(
  all: Keyed<ConnectionKey, PublicConnection>[],
  { workspaceId, provider }: AppOfWorkspace,
): string[] {
  const using = all.filter(({ record }) => isUsing(record, workspaceId, provider));
  return using.map(({ key }) => key.connectionId);
}

function isUsing(
  { provider, appOwner, status }: PublicConnection,
  workspaceId: string,
  wanted: string,
): boolean {
  return provider === wanted && appOwner === workspaceId && status !== 'disconnected';
}

/** A version that was put meanwhile is another app, and stays. */
async function deleteVersions(
  { apps }: DeletePorts,
  { workspaceId: owner, provider }: AppOfWorkspace,
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
