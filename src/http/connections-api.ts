/** The function that only reads: metadata, without a key, a secret or sealed bytes within reach. */

import { isCustom } from '../broker/apps/find-provider.ts';
import { listProviders } from '../broker/apps/list-providers.ts';
import { requireRole } from '../broker/caller.ts';
import { redirectUri } from '../broker/connect/redirect-uri.ts';
import { describeConnection } from '../broker/connection/describe-connection.ts';
import { Problem } from '../broker/errors.ts';
import type { Ports } from '../broker/ports.ts';
import { listMcpServers, readMcpServer } from '../broker/servers/list-mcp-servers.ts';
import type { CursorPorts } from './cursors.ts';
import { describeApp } from './describe-app.ts';
import { describeAppPolicy } from './describe-app-policy.ts';
import { openApiDocument } from './openapi-document.ts';
import { type App, type ServeOptions, serveRoutes } from './serve-routes.ts';
import { describeActivity, visibleActivity } from './visible-activity.ts';

export type ConnectionsApiPorts = CursorPorts &
  Pick<Ports, 'catalogue' | 'servers' | 'reads'> & {
    settings: Pick<Ports['settings'], 'apiOrigin' | 'allowedApps'>;
  };

export function createConnectionsApi(ports: ConnectionsApiPorts, options: ServeOptions): App {
  const { reads, settings } = ports;
  return serveRoutes(
    'connections-api',
    {
      listProviders: async ({ query: { workspace }, context }) => {
        if (workspace !== undefined) requireRole(context.get('caller'), workspace, 'member');
        return { providers: await listProviders(ports, workspace) };
      },
      listConnections: async ({ params }) => {
        const found = await reads.connections(params.ws);
        return { connections: found.map(({ key, record }) => describeConnection(key.connectionId, record)) };
      },
      getConnection: async ({ params: { ws, connectionId } }) => {
        const record = await reads.connection({ workspaceId: ws, connectionId });
        if (!record) throw new Problem('not_found');
        return describeConnection(connectionId, record);
      },
      getOAuthApp: async ({ params: { ws, provider } }) => {
        if (!ports.catalogue.has(provider) && !isCustom(provider)) throw new Problem('unknown_provider');
        const [newest] = await reads.oauthApps(ws, provider);
        return { redirectUri: redirectUri(settings, provider, ws), app: newest && describeApp(newest) };
      },
      getOAuthAppPolicy: async ({ params }) =>
        describeAppPolicy(settings.allowedApps, await reads.appPolicy(params.ws)),
      listMcpServers: async ({ params }) => ({ servers: await listMcpServers(ports, params.ws) }),
      getMcpServer: ({ params: { ws, serverId } }) => readMcpServer(ports, { workspaceId: ws, serverId }),
      listActivity: async ({ params, query: { limit }, after, context }) => {
        const reading = { caller: context.get('caller'), workspaceId: params.ws, limit, after };
        const { items, next } = await visibleActivity(reads, reading);
        return { activity: items.map(describeActivity), next };
      },
      health: async () => ({ status: 'ok' }),
      openApi: async () => openApiDocument(settings.apiOrigin),
    },
    { ...options, cursors: ports },
  );
}
