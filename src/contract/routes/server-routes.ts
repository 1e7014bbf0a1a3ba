/** MCP servers of a workspace. */
import { KnownServerList, McpServerBody, McpServerList, McpServerResource } from '../resources.ts';
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
    operationId: 'listKnownServers',
    method: 'get',
    path: '/v1/known-servers',
    function: 'connections-api',
    access: 'signed-in',
    summary: 'List the known remote MCP servers',
    description:
      'Returns the remote MCP servers with an authorization server of their own that the catalogue knows. Any other one is registered in the same way, by its address.',
    success: { status: 200, description: 'The servers.', schema: KnownServerList },
    problems: [],
  },
  {
    operationId: 'getMcpServer',
    method: 'get',
    path: '/v1/workspaces/{ws}/mcp-servers/{serverId}',
    function: 'connections-api',
    access: 'member',
    summary: 'Read one MCP server',
    description:
      'Returns the complete registration of an MCP server, which account it uses, and whether a call would find a usable connection.',
    params: server,
    success: { status: 200, description: 'The MCP server.', schema: McpServerResource },
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
      'Stores an MCP server of the workspace: which provider’s token it gets, and where the token is placed. For a server of the catalogue or the environment it stores which account the server uses, and the address of one that the workspace runs. What is stored replaces what was stored before. `Authorization` and `Cookie` are added to `removeHeaders`. A remote server with an authorization server of its own needs `url` alone: the broker discovers how it is authorized, and registers itself there where that is possible. Where both names differ, an admin confirms them: the request is sent again with `confirmed`. A change takes effect within five seconds.',
    params: server,
    body: McpServerBody,
    success: { status: 200, description: 'The complete registration.', schema: McpServerResource },
    problems: [
      'unknown_provider',
      'server_id_reserved',
      'server_refused',
      'server_changed',
      'server_in_use',
      'confirmation_needed',
      'registration_refused',
      'client_id_reserved',
      'provider_unreachable',
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
      'Deletes what the workspace stored for an MCP server: its own registration, or the account and the address that it chose. Runtimes can get tokens by it for up to five seconds.',
    params: server,
    success: { status: 204, description: 'Nothing is stored any more, or nothing was.' },
    problems: ['server_changed', 'server_in_use'],
  },
] as const satisfies readonly Route[];
