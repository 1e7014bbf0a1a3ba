/**
 * The one list of routes. The HTTP API's template, the local server, the functions' routers and the OpenAPI document
 * are made from it.
 */
import * as z from 'zod';
import type { FunctionName } from './environment.ts';
import { AppOwner, ConnectionId, ProviderId, ServerId, SessionId, WorkspaceId } from './identifiers.ts';
import { DisconnectReceipt } from './receipt.ts';
import {
  ActivityPage,
  ActivityQuery,
  CompleteBody,
  ConnectionList,
  ConnectionResource,
  McpServerBody,
  McpServerList,
  OAuthAppAnswer,
  OAuthAppBody,
  ProviderList,
  RefreshAnswer,
  StartBody,
  StartedSession,
} from './resources.ts';
import { ServerRegistration } from './server-registration.ts';

export interface Route {
  operationId: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** Path with `{parameters}`, as OpenAPI and API Gateway write it. */
  path: string;
  function: FunctionName;
  /** The lowest role that may call it; `public` routes have no authorizer, `signed-in` ones belong to no workspace. */
  access: 'public' | 'signed-in' | 'member' | 'admin';
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** Status and schema of the success; no schema means no JSON body. */
  success: { status: 200 | 201 | 202 | 204 | 303; schema?: z.ZodType };
}

const workspace = z.object({ ws: WorkspaceId });
const connection = workspace.extend({ connectionId: ConnectionId });
const app = workspace.extend({ provider: ProviderId });
const server = workspace.extend({ serverId: ServerId });

export const ROUTES = [
  {
    operationId: 'listProviders',
    method: 'get',
    path: '/v1/providers',
    function: 'connections-api',
    access: 'signed-in',
    summary: 'The catalogue',
    success: { status: 200, schema: ProviderList },
  },
  {
    operationId: 'listConnections',
    method: 'get',
    path: '/v1/workspaces/{ws}/connections',
    function: 'connections-api',
    access: 'member',
    summary: 'A workspace’s connections',
    params: workspace,
    success: { status: 200, schema: ConnectionList },
  },
  {
    operationId: 'getConnection',
    method: 'get',
    path: '/v1/workspaces/{ws}/connections/{connectionId}',
    function: 'connections-api',
    access: 'member',
    summary: 'One connection',
    params: connection,
    success: { status: 200, schema: ConnectionResource },
  },
  {
    operationId: 'startConnect',
    method: 'post',
    path: '/v1/workspaces/{ws}/connect-sessions',
    function: 'connect',
    access: 'member',
    summary: 'Start a consent',
    params: workspace,
    body: StartBody,
    success: { status: 201, schema: StartedSession },
  },
  {
    operationId: 'completeConnect',
    method: 'post',
    path: '/v1/workspaces/{ws}/connect-sessions/{sessionId}/complete',
    function: 'connect',
    access: 'member',
    summary: 'Finish a consent with the handle that the browser received',
    params: workspace.extend({ sessionId: SessionId }),
    body: CompleteBody,
    success: { status: 200, schema: ConnectionResource },
  },
  {
    operationId: 'refreshConnection',
    method: 'post',
    path: '/v1/workspaces/{ws}/connections/{connectionId}/refresh',
    function: 'connect',
    access: 'member',
    summary: 'Refresh the tokens now',
    params: connection,
    success: { status: 200, schema: RefreshAnswer },
  },
  {
    operationId: 'disconnect',
    method: 'delete',
    path: '/v1/workspaces/{ws}/connections/{connectionId}',
    function: 'connect',
    access: 'admin',
    summary: 'Disconnect: inert at once, revoked at the provider, tokens deleted',
    params: connection,
    success: { status: 200, schema: DisconnectReceipt },
  },
  {
    operationId: 'deleteWorkspace',
    method: 'delete',
    path: '/v1/workspaces/{ws}',
    function: 'connect',
    access: 'admin',
    summary: 'Disconnect everything of a workspace; receipts follow in the activity',
    params: workspace,
    success: { status: 202 },
  },
  {
    operationId: 'getOAuthApp',
    method: 'get',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connections-api',
    access: 'admin',
    summary: 'The workspace’s own OAuth app and the redirect URI to register',
    params: app,
    success: { status: 200, schema: OAuthAppAnswer },
  },
  {
    operationId: 'putOAuthApp',
    method: 'put',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    summary: 'Register an own OAuth app, or replace its secret',
    params: app,
    body: OAuthAppBody,
    success: { status: 200, schema: OAuthAppAnswer },
  },
  {
    operationId: 'deleteOAuthApp',
    method: 'delete',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    summary: 'Delete the own OAuth app, unless a connection uses it',
    params: app,
    success: { status: 204 },
  },
  {
    operationId: 'listMcpServers',
    method: 'get',
    path: '/v1/workspaces/{ws}/mcp-servers',
    function: 'connections-api',
    access: 'member',
    summary: 'MCP servers known to this workspace',
    params: workspace,
    success: { status: 200, schema: McpServerList },
  },
  {
    operationId: 'putMcpServer',
    method: 'put',
    path: '/v1/workspaces/{ws}/mcp-servers/{serverId}',
    function: 'connect',
    access: 'admin',
    summary: 'Register an MCP server of the workspace’s own',
    params: server,
    body: McpServerBody,
    success: { status: 200, schema: ServerRegistration },
  },
  {
    operationId: 'deleteMcpServer',
    method: 'delete',
    path: '/v1/workspaces/{ws}/mcp-servers/{serverId}',
    function: 'connect',
    access: 'admin',
    summary: 'Delete the registration of an own MCP server',
    params: server,
    success: { status: 204 },
  },
  {
    operationId: 'listActivity',
    method: 'get',
    path: '/v1/workspaces/{ws}/activity',
    function: 'connections-api',
    access: 'member',
    summary: 'What happened, newest first',
    params: workspace,
    query: ActivityQuery,
    success: { status: 200, schema: ActivityPage },
  },
  {
    operationId: 'oauthCallback',
    method: 'get',
    path: '/oauth/callback/{provider}/{app}',
    function: 'oauth-callback',
    access: 'public',
    summary: 'Where a provider sends the browser back',
    params: z.object({ provider: ProviderId, app: AppOwner }),
    success: { status: 303 },
  },
  {
    operationId: 'health',
    method: 'get',
    path: '/healthz',
    function: 'connections-api',
    access: 'public',
    summary: 'Whether the API can answer',
    success: { status: 200, schema: z.object({ status: z.literal('ok') }) },
  },
  {
    operationId: 'openApi',
    method: 'get',
    path: '/openapi.json',
    function: 'connections-api',
    access: 'public',
    summary: 'This API as an OpenAPI 3.1 document',
    success: { status: 200, schema: z.looseObject({}) },
  },
] as const satisfies readonly Route[];

export type OperationId = (typeof ROUTES)[number]['operationId'];
