/**
 * The one list of routes. The HTTP API's template, the local server, the functions' routers and the OpenAPI document
 * are made from it.
 */
import * as z from 'zod';
import type { FunctionName } from './environment.ts';
import type { ProblemCode } from './problems.ts';
import { AppOwner, ConnectionId, ProviderId, ServerId, SessionId, WorkspaceId } from './resources/values.ts';
import {
  ActivityPage,
  ActivityQuery,
  AppPolicyBody,
  AppPolicyResource,
  CompleteBody,
  ConnectionList,
  ConnectionResource,
  DisconnectReceipt,
  Health,
  McpServerBody,
  McpServerList,
  OAuthAppAnswer,
  OAuthAppBody,
  OpenApiDocument,
  ProviderList,
  ProvidersQuery,
  RefreshAnswer,
  StartBody,
  StartedSession,
} from './resources.ts';
import { ServerRegistration } from './server-registration.ts';

/** What an operation counts as (docs/decisions/0013). The numbers stand in src/broker/limits.ts. */
export const QUOTAS = {
  act: 'The quotas count this operation for the caller, over all workspaces, and for the workspace.',
  /** So what others do never keeps a person from ending something. */
  ending:
    'The quotas count this operation for the caller alone, in a count of its own for disconnects and deletions.',
  /** It changes something once for each act that came before it. */
  paid: 'The quotas do not count this operation. They have counted its start.',
} as const;
export type Quota = keyof typeof QUOTAS;

interface RouteFacts {
  operationId: string;
  /** Path with `{parameters}`, as OpenAPI and API Gateway write it. */
  path: string;
  function: FunctionName;
  /** The lowest role that may call it; `public` routes have no authorizer, `signed-in` ones belong to no workspace. */
  access: 'public' | 'signed-in' | 'member' | 'admin';
  summary: string;
  /** What the operation does beyond its summary, and what a caller must know. */
  description: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** Status, description and schema of the success; no schema means no JSON body. */
  success: { status: 200 | 201 | 202 | 204 | 303; description: string; schema?: z.ZodType };
  /** Problems of this operation, beside those that its access, quota, parameters and body bring (`problemsOfRoute`). */
  problems: readonly ProblemCode[];
}

/** A method that changes something cannot be listed without what it counts as. */
export type Route = RouteFacts &
  ({ method: 'get'; quota?: Quota } | { method: 'post' | 'put' | 'delete'; quota: Quota });

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
    summary: 'List the providers',
    description:
      'Returns the whole catalogue: the products of each provider, its scopes and its MCP servers, and whether a verified OAuth app can be used for it. What a workspace allows counts if the request names the workspace.',
    query: ProvidersQuery,
    success: { status: 200, description: 'The catalogue.', schema: ProviderList },
    problems: ['not_found'],
  },
  {
    operationId: 'listConnections',
    method: 'get',
    path: '/v1/workspaces/{ws}/connections',
    function: 'connections-api',
    access: 'member',
    summary: 'List the connections',
    description:
      'Returns the connections of the workspace, the disconnected ones with their receipts. No token is returned.',
    params: workspace,
    success: { status: 200, description: 'The connections.', schema: ConnectionList },
    problems: [],
  },
  {
    operationId: 'getConnection',
    method: 'get',
    path: '/v1/workspaces/{ws}/connections/{connectionId}',
    function: 'connections-api',
    access: 'member',
    summary: 'Read a connection',
    description: 'Returns one connection. No token is returned.',
    params: connection,
    success: { status: 200, description: 'The connection.', schema: ConnectionResource },
    problems: [],
  },
  {
    operationId: 'startConnect',
    method: 'post',
    path: '/v1/workspaces/{ws}/connect-sessions',
    function: 'connect',
    access: 'member',
    quota: 'act',
    summary: 'Start a consent',
    description:
      'Starts a connect session for the caller. Keep `completionSecret`, and open `authorizationUrl` in the caller’s browser; the provider asks the person there. Afterwards the browser returns to the dashboard with the provider’s answer in the fragment, and `completeConnect` makes the connection. To connect an existing connection again, send the same provider and label.',
    params: workspace,
    body: StartBody,
    success: { status: 201, description: 'The connect session.', schema: StartedSession },
    problems: [
      'unknown_provider',
      'unknown_scope',
      'invalid_variable',
      'app_not_available',
      'app_not_allowed',
      'connection_disconnecting',
      'quota_exceeded',
      'workspace_deleted',
    ],
  },
  {
    operationId: 'completeConnect',
    method: 'post',
    path: '/v1/workspaces/{ws}/connect-sessions/{sessionId}/complete',
    function: 'connect',
    // The use case judges the role: a starter who has lost it ends the session.
    access: 'signed-in',
    quota: 'paid',
    summary: 'Complete a consent',
    description:
      'Exchanges the authorization code for tokens and stores them. Only the person who started the connect session can complete it, with the secret of its start. A code that another person brings is never exchanged. The same request again gets the same answer. After `provider_rejected`, `authorization_response_mismatch` or a problem that passes, the connect session stays open for the provider’s next answer.',
    params: workspace.extend({ sessionId: SessionId }),
    body: CompleteBody,
    success: { status: 200, description: 'The connection.', schema: ConnectionResource },
    problems: [
      'not_found',
      'connect_session_not_found',
      'connect_session_expired',
      'initiator_mismatch',
      'membership_ended',
      'authorization_response_mismatch',
      'consent_refused',
      'provider_error',
      'connection_disconnecting',
      'connection_changed',
      'account_mismatch',
      'app_not_available',
      'app_not_allowed',
      'workspace_deleted',
      'provider_rejected',
      'provider_unreachable',
      'app_misconfigured',
      'quota_exceeded',
      'too_many_at_once',
    ],
  },
  {
    operationId: 'refreshConnection',
    method: 'post',
    path: '/v1/workspaces/{ws}/connections/{connectionId}/refresh',
    function: 'connect',
    access: 'member',
    quota: 'act',
    summary: 'Refresh the tokens now',
    description:
      'Asks the provider for new tokens, if the connection has a refresh token. A refresh a moment ago or an earlier failure can postpone it; the answer then says until when.',
    params: connection,
    success: { status: 200, description: 'The outcome of the refresh.', schema: RefreshAnswer },
    problems: ['connection_not_usable'],
  },
  {
    operationId: 'disconnect',
    method: 'delete',
    path: '/v1/workspaces/{ws}/connections/{connectionId}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Disconnect',
    description:
      'Ends the connection: it cannot be used from this moment, its tokens are revoked at the provider, and the stored tokens are deleted. The receipt says what was done and what a person still has to do.',
    params: connection,
    success: { status: 200, description: 'The receipt.', schema: DisconnectReceipt },
    problems: [],
  },
  {
    operationId: 'deleteWorkspace',
    method: 'delete',
    path: '/v1/workspaces/{ws}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Delete a workspace',
    description:
      'Disconnects every connection of the workspace and refuses new ones. The connections cannot be used when this returns; the revocations follow, and the activity and the connections show their receipts. The MCP servers of the workspace are deleted, and its OAuth apps with their secrets too: at once, or two days later if a revocation needs them.',
    params: workspace,
    success: { status: 202, description: 'All connections are out of use, and the revocations follow.' },
    problems: [],
  },
  {
    operationId: 'getOAuthApp',
    method: 'get',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connections-api',
    access: 'admin',
    summary: 'Read the workspace’s own OAuth app',
    description:
      'Returns the redirect URI to register at the provider, and the OAuth app of the workspace if it has one. The client secret is never returned.',
    params: app,
    success: { status: 200, description: 'The redirect URI and the OAuth app.', schema: OAuthAppAnswer },
    problems: ['unknown_provider'],
  },
  {
    operationId: 'putOAuthApp',
    method: 'put',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    quota: 'act',
    summary: 'Register an OAuth app or change it',
    description:
      'Stores the OAuth app of the workspace for a provider. The same client id replaces the secret, which existing connections use at once. Another client id makes a new version; existing connections keep the old one. For `custom~name` the body also describes the provider.',
    params: app,
    body: OAuthAppBody,
    success: { status: 200, description: 'The redirect URI and the OAuth app.', schema: OAuthAppAnswer },
    problems: [
      'unknown_provider',
      'invalid_variable',
      'custom_provider_refused',
      'provider_unreachable',
      'client_id_reserved',
      'app_changed',
      'too_many_at_once',
      'quota_exceeded',
      'workspace_deleted',
    ],
  },
  {
    operationId: 'deleteOAuthApp',
    method: 'delete',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Delete the workspace’s own OAuth app',
    description:
      'Deletes all versions of the OAuth app and their secrets. It is refused while a connection uses the OAuth app.',
    params: app,
    success: { status: 204, description: 'The OAuth app is deleted, or did not exist.' },
    problems: ['oauth_app_in_use', 'app_changed'],
  },
  {
    operationId: 'getOAuthAppPolicy',
    method: 'get',
    path: '/v1/workspaces/{ws}/oauth-app-policy',
    function: 'connections-api',
    access: 'member',
    summary: 'Read which OAuth apps are allowed',
    description:
      'Returns whether the workspace may connect with the platform’s verified OAuth apps, or with its own alone, and who decides that.',
    params: workspace,
    success: { status: 200, description: 'What is allowed.', schema: AppPolicyResource },
    problems: [],
  },
  {
    operationId: 'putOAuthAppPolicy',
    method: 'put',
    path: '/v1/workspaces/{ws}/oauth-app-policy',
    function: 'connect',
    access: 'admin',
    quota: 'act',
    summary: 'Choose which OAuth apps are allowed',
    description:
      'Stores the choice for the whole workspace. It holds for every consent that starts or completes from now on; no member can undo it, and the rule of the environment wins over it. Connections that were made before go on until somebody disconnects them.',
    params: workspace,
    body: AppPolicyBody,
    success: { status: 200, description: 'What is allowed now.', schema: AppPolicyResource },
    problems: ['workspace_deleted'],
  },
  {
    operationId: 'listMcpServers',
    method: 'get',
    path: '/v1/workspaces/{ws}/mcp-servers',
    function: 'connections-api',
    access: 'member',
    summary: 'List the MCP servers',
    description:
      'Returns the MCP servers that can receive tokens of the workspace: those of the catalogue, of this environment and of the workspace.',
    params: workspace,
    success: { status: 200, description: 'The MCP servers.', schema: McpServerList },
    problems: [],
  },
  {
    operationId: 'putMcpServer',
    method: 'put',
    path: '/v1/workspaces/{ws}/mcp-servers/{serverId}',
    function: 'connect',
    access: 'admin',
    quota: 'act',
    summary: 'Register an MCP server or change it',
    description:
      'Stores the registration of an MCP server of the workspace: which provider’s token it gets, and where the token is placed. `Authorization` and `Cookie` are added to `removeHeaders`. A change takes effect within a minute.',
    params: server,
    body: McpServerBody,
    success: { status: 200, description: 'The complete registration.', schema: ServerRegistration },
    problems: [
      'unknown_provider',
      'server_id_reserved',
      'server_refused',
      'server_changed',
      'too_many_at_once',
      'quota_exceeded',
      'workspace_deleted',
    ],
  },
  {
    operationId: 'deleteMcpServer',
    method: 'delete',
    path: '/v1/workspaces/{ws}/mcp-servers/{serverId}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Delete an MCP server',
    description:
      'Deletes the registration of an MCP server of the workspace. Runtimes can get tokens for it for up to a minute.',
    params: server,
    success: { status: 204, description: 'The registration is deleted, or did not exist.' },
    problems: ['server_changed'],
  },
  {
    operationId: 'listActivity',
    method: 'get',
    path: '/v1/workspaces/{ws}/activity',
    function: 'connections-api',
    access: 'member',
    summary: 'List the activity',
    description:
      'Returns what happened in the workspace, newest first, page by page. A cursor belongs to its workspace and works until the end of the next day (UTC); then begin again at the first page. Entries are kept for 400 days.',
    params: workspace,
    query: ActivityQuery,
    success: { status: 200, description: 'One page of the activity.', schema: ActivityPage },
    problems: [],
  },
  {
    operationId: 'oauthCallback',
    method: 'get',
    path: '/oauth/callback/{provider}/{app}',
    function: 'oauth-callback',
    access: 'public',
    summary: 'Receive the redirect of a provider',
    description:
      'The redirect URI of every OAuth app. Providers send browsers here; no client calls it. It reads and writes nothing: it redirects to the dashboard with `provider`, `owner` and `query` (the raw query in base64url) in the fragment. What has not the form of an authorization response gets status 400 and an HTML page.',
    params: z.object({ provider: ProviderId, app: AppOwner }),
    success: { status: 303, description: 'A redirect to the dashboard.' },
    problems: [],
  },
  {
    operationId: 'health',
    method: 'get',
    path: '/healthz',
    function: 'connections-api',
    access: 'public',
    summary: 'Read the health',
    description: 'Answers if the API works. It touches no table and no key.',
    success: { status: 200, description: 'The API works.', schema: Health },
    problems: [],
  },
  {
    operationId: 'openApi',
    method: 'get',
    path: '/openapi.json',
    function: 'connections-api',
    access: 'public',
    summary: 'Read this document',
    description: 'Returns this API as an OpenAPI 3.1 document.',
    success: { status: 200, description: 'The OpenAPI document.', schema: OpenApiDocument },
    problems: [],
  },
] as const satisfies readonly Route[];

export type OperationId = (typeof ROUTES)[number]['operationId'];
