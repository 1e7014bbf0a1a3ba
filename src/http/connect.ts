/** The function that changes things on a person's behalf: consent, own apps, disconnect. */

import { recordRefusal } from '../broker/activity/record-refusal.ts';
import { checkOAuthApp } from '../broker/app-check/check-oauth-app.ts';
import { deleteOAuthApp } from '../broker/apps/delete-oauth-app.ts';
import { isRemote } from '../broker/apps/provider-kinds.ts';
import { putAppPolicy } from '../broker/apps/put-app-policy.ts';
import { putOAuthApp } from '../broker/apps/put-oauth-app.ts';
import { ownWorkspaceId } from '../broker/callers/personal-workspace.ts';
import { chooseTenant } from '../broker/connect/choose-tenant.ts';
import { completeConnect } from '../broker/connect/complete-connect.ts';
import type { CompletePorts } from '../broker/connect/consent-flow.ts';
import { redirectUriOf } from '../broker/connect/redirect-uri.ts';
import { startConnect } from '../broker/connect/start-connect.ts';
import { describeConnection, rfc3339 } from '../broker/connection/describe-connection.ts';
import { deleteWorkspace } from '../broker/disconnect/delete-workspace.ts';
import { disconnect } from '../broker/disconnect/disconnect.ts';
import { forgetMe, forgetPerson } from '../broker/names/forget-person.ts';
import { type KeepNamePorts, keepOwnName } from '../broker/names/keep-own-name.ts';
import { renameConnection } from '../broker/names/rename-connection.ts';
import type { Ports } from '../broker/ports.ts';
import { refreshOnDemand } from '../broker/refresh/refresh-on-demand.ts';
import { deleteRemoteClient } from '../broker/remote/delete-client.ts';
import { putRemoteClient } from '../broker/remote/put-client.ts';
import { declineStepUp } from '../broker/servers/decline-step-up.ts';
import { deleteMcpServer } from '../broker/servers/delete-mcp-server.ts';
import { putMcpServer } from '../broker/servers/put-mcp-server.ts';
import { approveTools } from '../broker/tools/approve-tools.ts';
import { Secret } from '../vault/secret.ts';
import { deadlineOf } from './deadline.ts';
import { describeApp } from './describe-app.ts';
import { describeAppPolicy } from './describe-app-policy.ts';
import { type App, type ServeOptions, serveRoutes } from './serve-routes.ts';

export type ConnectPorts = CompletePorts &
  KeepNamePorts &
  Pick<
    Ports,
    | 'acts'
    | 'clientHolders'
    | 'appHealth'
    | 'reads'
    | 'stepUps'
    | 'seenTools'
    | 'refresher'
    | 'revoker'
    | 'hosts'
    | 'servers'
    | 'serverRecords'
  >;

export function createConnect(ports: ConnectPorts, options: ServeOptions): App {
  return serveRoutes(
    'connect',
    {
      // On the wire the products of a provider are named `apps`.
      startConnect: async ({ params, body: { apps: products, ...body }, context }) => {
        const started = await startConnect(ports, {
          ...body,
          products,
          caller: context.get('caller'),
          workspaceId: params.ws,
        });
        const completionSecret = started.completionSecret.reveal();
        return { ...started, completionSecret, expiresAt: rfc3339(started.expiresAt) };
      },
      completeConnect: async ({ params: { ws, sessionId }, body, context }) => {
        const caller = context.get('caller');
        const { connectionId, connection } = await completeConnect(ports, {
          caller,
          workspaceId: ws,
          sessionId,
          completionSecret: new Secret(body.completionSecret),
          provider: body.provider,
          owner: body.owner,
          query: new Secret(body.query),
          deadline: deadlineOf(context, ports.clock),
        });
        return describeConnection(connectionId, connection);
      },
      refreshConnection: async ({ params: { ws, connectionId }, context }) => {
        const key = { workspaceId: ws, connectionId };
        const { outcome, retryAt } = await refreshOnDemand(ports, { caller: context.get('caller'), key });
        return { outcome, retryAt: retryAt === undefined ? undefined : rfc3339(retryAt) };
      },
      chooseTenant: async ({ params: { ws, connectionId }, body, context }) => {
        const key = { workspaceId: ws, connectionId };
        const caller = context.get('caller');
        return describeConnection(connectionId, await chooseTenant(ports, { caller, key, ...body }));
      },
      renameConnection: async ({ params: { ws, connectionId }, body: { name }, context }) => {
        const key = { workspaceId: ws, connectionId };
        const caller = context.get('caller');
        return describeConnection(connectionId, await renameConnection(ports, { caller, key, name }));
      },
      declineStepUp: ({ params: { ws, connectionId }, body, context }) =>
        declineStepUp(ports, {
          caller: context.get('caller'),
          key: { workspaceId: ws, connectionId, serverId: body.server },
        }),
      disconnect: ({ params: { ws, connectionId }, context }) =>
        disconnect(ports, { caller: context.get('caller'), key: { workspaceId: ws, connectionId } }),
      deleteWorkspace: ({ params, context }) =>
        deleteWorkspace(ports, { caller: context.get('caller'), workspaceId: params.ws }),
      putMe: ({ params, body, context }) =>
        keepOwnName(ports, {
          caller: context.get('caller'),
          workspaceId: params.ws,
          idToken: new Secret(body.idToken),
        }),
      deleteMe: ({ params, context }) =>
        forgetMe(ports, { caller: context.get('caller'), workspaceId: params.ws }),
      deletePerson: ({ params: { ws, person }, context }) =>
        forgetPerson(ports, { caller: context.get('caller'), workspaceId: ws, person }),
      putOAuthApp: async ({ params: { ws, provider }, body, context }) => {
        const { clientId, clientSecret: text, variables, custom } = body;
        const clientSecret = text === undefined ? undefined : new Secret(text);
        const put = { caller: context.get('caller'), workspaceId: ws, provider, clientId, clientSecret };
        const app = isRemote(provider)
          ? await putRemoteClient(ports, put)
          : await putOAuthApp(ports, { ...put, variables, custom });
        const pinned = { provider, appOwner: ws, variables: app.variables };
        return { redirectUri: redirectUriOf(ports.settings, pinned), app: describeApp(app) };
      },
      checkOAuthApp: async ({ params: { ws, provider }, body, context }) => {
        const { clientSecret: text, ...rest } = body;
        const clientSecret = text === undefined ? undefined : new Secret(text);
        const input = { ...rest, clientSecret, caller: context.get('caller'), workspaceId: ws, provider };
        const { checkedAt, ...found } = await checkOAuthApp(ports, input);
        return { ...found, checkedAt: rfc3339(checkedAt) };
      },
      putOAuthAppPolicy: async ({ params, body: { allowed }, context }) => {
        const input = { caller: context.get('caller'), workspaceId: params.ws, allowed };
        return describeAppPolicy(ports.settings.allowedApps, await putAppPolicy(ports, input));
      },
      putMcpServer: ({ params: { ws, serverId }, body, context }) => {
        const caller = context.get('caller');
        const own = () => ownWorkspaceId(caller, options.personalWorkspaces ?? 'off');
        const input = { caller, workspaceId: ws, ownWorkspaceId: own, serverId, server: body };
        return putMcpServer(ports, input);
      },
      deleteMcpServer: ({ params: { ws, serverId }, context }) =>
        deleteMcpServer(ports, { caller: context.get('caller'), workspaceId: ws, serverId }),
      approveTools: ({ params: { ws: workspaceId, serverId }, body: { fingerprints }, context }) =>
        approveTools(ports, { caller: context.get('caller'), key: { workspaceId, serverId }, fingerprints }),
      deleteOAuthApp: ({ params: { ws, provider }, context }) => {
        const input = { caller: context.get('caller'), workspaceId: ws, provider };
        return isRemote(provider) ? deleteRemoteClient(ports, input) : deleteOAuthApp(ports, input);
      },
    },
    {
      ...options,
      personEndedAt: (workspaceId) => ports.reads.personEndedAt(workspaceId),
      recordRefusal: (refused) => recordRefusal(ports, refused),
    },
  );
}
