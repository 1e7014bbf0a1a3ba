import { refuseTooManyActs } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';

type DeleteAppPorts = Pick<
  Ports,
  'apps' | 'connections' | 'reads' | 'activity' | 'events' | 'clock' | 'random' | 'log'
>;

/**
 * Deletes all versions of a workspace's own app with their secrets. Throws `oauth_app_in_use` while a connection uses
 * the app, since that connection could be neither refreshed nor revoked without it; `forbidden`, `not_found` or
 * `too_many_requests`.
 */
export async function deleteOAuthApp(
  ports: DeleteAppPorts,
  { caller, workspaceId, provider }: { caller: Caller; workspaceId: string; provider: string },
): Promise<void> {
  requireRole(caller, workspaceId, 'admin');
  await refuseTooManyActs(ports, { workspaceId, caller });
  const connections = await ports.connections.list(workspaceId);
  if (connections.some(({ record }) => isUsing(record, workspaceId, provider)))
    throw new Problem('oauth_app_in_use');
  for (;;) {
    const app = await ports.apps.newest(workspaceId, provider);
    if (!app) break;
    await ports.apps.delete(
      { owner: workspaceId, provider, version: app.version },
      { clientId: { is: app.clientId } },
    );
  }
  await recordActivity(ports, workspaceId, { type: 'oauth_app_deleted', provider, actor: caller.subject });
}

function isUsing({ provider, appOwner, status }: Connection, workspaceId: string, wanted: string): boolean {
  return provider === wanted && appOwner === workspaceId && status !== 'disconnected';
}
