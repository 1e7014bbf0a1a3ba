/** The function that only reads: metadata, without a key, a secret or sealed bytes within reach. */

import type * as z from 'zod';
import { listProviders } from '../broker/apps/list-providers.ts';
import { isCustom, isRemote } from '../broker/apps/provider-kinds.ts';
import { type Caller, requireRole } from '../broker/caller.ts';
import { ownWorkspaceId } from '../broker/callers/personal-workspace.ts';
import { callReadsAfterEnd, readsAfterEnd } from '../broker/callers/reads-after-end.ts';
import { countCallDays } from '../broker/calls/count-call-days.ts';
import { countCalls } from '../broker/calls/count-calls.ts';
import { dayOf, spanOf } from '../broker/calls/days.ts';
import { type CallsReading, visibleCall, visibleCalls } from '../broker/calls/visible-calls.ts';
import { redirectUriOf } from '../broker/connect/redirect-uri.ts';
import { describeConnection } from '../broker/connection/describe-connection.ts';
import { Problem } from '../broker/errors.ts';
import { LIMITS } from '../broker/limits.ts';
import { listPeople } from '../broker/names/list-people.ts';
import type { Ports } from '../broker/ports.ts';
import { listKnownServers } from '../broker/remote/list-known-servers.ts';
import { remoteProviderId } from '../broker/remote/remote-record.ts';
import { remoteServerInRow } from '../broker/rows/remote-server-in-row.ts';
import type { AskedIn } from '../broker/servers/homes-of-call.ts';
import { listMcpServers, readMcpServer } from '../broker/servers/list-mcp-servers.ts';
import { listSeenTools } from '../broker/tools/list-seen-tools.ts';
import type { CallExportQuery, CallsQuery } from '../contract/resources.ts';
import type { CursorPorts } from './cursors.ts';
import { describeApp, describeListedApp } from './describe-app.ts';
import { describeAppPolicy } from './describe-app-policy.ts';
import { describeCall } from './describe-call.ts';
import { exportActivity } from './export-activity.ts';
import { exportCalls } from './export-calls.ts';
import { openApiDocument } from './openapi-document.ts';
import { type App, type ServeOptions, serveRoutes } from './serve-routes.ts';
import { describeActivity, visibleActivity } from './visible-activity.ts';

export type ConnectionsApiPorts = CursorPorts &
  Pick<Ports, 'catalogue' | 'servers' | 'reads' | 'callReads'> & {
    settings: Pick<Ports['settings'], 'apiOrigin' | 'allowedApps'>;
  };

export function createConnectionsApi(given: ConnectionsApiPorts, options: ServeOptions): App {
  const reads = readsAfterEnd(given.reads);
  const ports = { ...given, reads, callReads: callReadsAfterEnd(given.callReads, given.reads) };
  const { settings } = ports;
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
      listOAuthApps: async ({ params: { ws } }) => {
        const apps = (await reads.oauthAppsOf(ws)).toSorted((one, other) =>
          one.provider < other.provider ? -1 : 1,
        );
        return { apps: apps.map((app) => describeListedApp(settings, ws, app)) };
      },
      getOAuthApp: async ({ params: { ws, provider } }) => {
        const isKnown = ports.catalogue.has(provider) || isCustom(provider);
        const remote = isRemote(provider) ? await remoteOf(ports, ws, provider) : undefined;
        if (!isKnown && !remote) throw new Problem('unknown_provider');
        const [newest] = await reads.oauthApps(ws, provider);
        const pinned = { provider, appOwner: ws, variables: remote };
        return { redirectUri: redirectUriOf(settings, pinned), app: newest && describeApp(newest) };
      },
      getOAuthAppPolicy: async ({ params }) =>
        describeAppPolicy(settings.allowedApps, await reads.appPolicy(params.ws)),
      listMcpServers: async ({ params: { ws }, context }) => ({
        servers: await listMcpServers(ports, readerOf(ws, context.get('caller'), options)),
      }),
      getMcpServer: ({ params: { ws, serverId }, context }) =>
        readMcpServer(ports, { ...readerOf(ws, context.get('caller'), options), serverId }),
      listSeenTools: async ({ params: { ws: workspaceId, serverId } }) => ({
        tools: await listSeenTools(ports, { workspaceId, serverId }),
      }),
      listKnownServers: async () => ({ servers: listKnownServers() }),
      listActivity: async ({ params: { ws: workspaceId }, query, after, context }) => {
        const { limit, cursor: _, ...filter } = query;
        const reading = { caller: context.get('caller'), workspaceId, limit, filter, after };
        const { items, next } = await visibleActivity(ports, {
          ...reading,
          lookedAt: LIMITS.activityLookedAt,
        });
        return { activity: items.map(describeActivity), next };
      },
      exportActivity: async ({ params: { ws: workspaceId }, query, after, context }) => {
        const { limit, cursor: _, ...filter } = query;
        const reading = { caller: context.get('caller'), workspaceId, limit, filter, after };
        return exportActivity(ports, reading);
      },
      listCalls: async ({ params, query, after, context }) => {
        const reading = readingOf(params.ws, query, { caller: context.get('caller'), after });
        const { items, next } = await visibleCalls(ports, { ...reading, lookedAt: LIMITS.callsLookedAt });
        return { calls: items.map(describeCall), next };
      },
      getCall: async ({ params: { ws, operationId }, context }) =>
        describeCall(
          await visibleCall(ports, { caller: context.get('caller'), workspaceId: ws, operationId }),
        ),
      countCalls: async ({ params: { ws: workspaceId }, query: { day, from, to, ...filter } }) => {
        const now = ports.clock.now();
        const isSpan = from !== undefined || to !== undefined;
        const { days, ...span } = isSpan ? spanOf({ from, to }, now) : oneDay(day ?? dayOf(now));
        return { ...span, ...(await countCalls(ports, { workspaceId, days, filter })) };
      },
      countCallDays: async ({ params: { ws: workspaceId }, query: { days, ...filter } }) => ({
        days: await countCallDays(ports, { workspaceId, days, filter }),
      }),
      exportCalls: async ({ params, query, after, context }) =>
        exportCalls(ports, readingOf(params.ws, query, { caller: context.get('caller'), after })),
      listPeople: async ({ params }) => ({ people: await listPeople(ports, params.ws) }),
      health: async () => ({ status: 'ok' }),
      openApi: async () => openApiDocument(settings.apiOrigin),
    },
    { ...options, personEndedAt: (workspaceId) => given.reads.personEndedAt(workspaceId), cursors: ports },
  );
}

function readerOf(
  workspaceId: string,
  caller: Caller,
  { personalWorkspaces = 'off' }: ServeOptions,
): AskedIn {
  return { workspaceId, ownWorkspaceId: () => ownWorkspaceId(caller, personalWorkspaces) };
}

/** The variables of a remote server's client. Undefined: the workspace has no such server. */
async function remoteOf(
  { reads }: ConnectionsApiPorts,
  workspaceId: string,
  provider: string,
): Promise<{ instance: string } | undefined> {
  const servers = await reads.servers(workspaceId);
  const found = servers.find(({ key }) => remoteProviderId(key.serverId) === provider);
  const server = remoteServerInRow(found?.record.remote);
  return server && { instance: server.instance };
}

function oneDay(day: string): { day: string; days: string[] } {
  return { day, days: [day] };
}

type CallQuery = z.output<typeof CallsQuery> | z.output<typeof CallExportQuery>;

function readingOf(
  workspaceId: string,
  { limit, mine, cursor: _, ...filter }: CallQuery,
  { caller, after }: { caller: Caller; after: string | undefined },
): Omit<CallsReading, 'lookedAt'> {
  return { caller, workspaceId, limit, after, filter: { ...filter, mine: mine === 'true' } };
}
