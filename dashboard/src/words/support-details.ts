import type { Connection } from '../api/types.ts';

/**
 * What a person can send to whoever helps: ids, states and times. It has no token, no scope's value of the tenant, and not the
 * account, which is somebody's name. Pure.
 */
export function supportDetails(connection: Connection, workspace: string): string {
  const { id, provider, app, status, reason, grantedScopes, missingScopes } = connection;
  const { connectedAt, lastRefreshAt, nextRefreshAt, accessExpiresAt, grantExpiresAt } = connection;
  const lines: Record<string, string | undefined> = {
    Workspace: workspace,
    Connection: id,
    Provider: provider,
    'OAuth app': `${app.owner}, version ${app.version}, client id ${app.clientId}`,
    Status: reason === undefined ? status : `${status} (${reason})`,
    'Granted scopes': grantedScopes.join(' ') || 'none',
    'Missing scopes': missingScopes.join(' ') || 'none',
    Connected: connectedAt,
    'Last refresh': lastRefreshAt,
    'Next refresh': nextRefreshAt,
    'Access token expires': accessExpiresAt,
    'Grant expires if unused': grantExpiresAt,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
