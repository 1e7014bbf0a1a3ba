/** MCP servers of a workspace. */
import { McpServerBody, McpServerList } from '../resources.ts';
import { ServerRegistration } from '../server-registration.ts';
import { server, workspace } from './path-parameters.ts';
import type { Route } from './route.ts';

export const SERVER_ROUTES = [
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
] as const satisfies readonly Route[];
