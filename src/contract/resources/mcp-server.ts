/** MCP servers as a workspace sees and registers them. */
import * as z from 'zod';
import { ServerRegistration } from '../servers/server-registration.ts';
import { choice } from './described.ts';
import { ConnectionId, Scope } from './values.ts';

const Described = ServerRegistration.omit({ id: true, allowedHosts: true, apiHosts: true }).partial();
export const McpServerBody = Described.extend({ connectionId: ConnectionId.optional() }).meta({
  id: 'McpServerRegistration',
  description:
    'An MCP server of the workspace. Only `provider` is needed, and `url` or, for a server that the runtime starts, `placements`. `name` is the id if it is absent; `placements` is `Authorization: Bearer {accessToken}`; `binding` is `request` with a `url`, else `process`; `discovery` is true; `removeHeaders` and `scopes` are empty. For a server of the catalogue or of the environment only `connectionId` can be given, and `url` where it has no address. `connectionId` is the account whose token a call gets that names none; it is the default connection of the provider if it is absent. The hosts that may receive the token follow from `url`.',
});

export const McpServerResource = ServerRegistration.extend({
  source: choice('Who registered the server.', {
    catalogue: 'The catalogue of this product.',
    stage: 'The operator of this environment.',
    workspace: 'The workspace.',
  }),
  connectionId: ConnectionId,
  connected: z
    .boolean()
    .describe('Whether a call that names no account finds a connection which can be used with all `scopes`.'),
  reason: choice('Why `connected` is false.', {
    no_address: 'The server has no address yet. An admin gives it one with PUT.',
    not_connected: 'The workspace has no such connection.',
    reauthorization_required: 'The provider ended the access. Somebody must connect again.',
    insufficient_scope: 'The connection was not granted `missingScopes`.',
  }).optional(),
  missingScopes: z.array(Scope).optional().describe('Scopes that the connection was not granted.'),
}).meta({
  id: 'McpServer',
  description:
    'An MCP server that can receive tokens of the workspace. `connectionId` is the account whose token a call gets that names none.',
});
export const McpServerList = z
  .object({ servers: z.array(McpServerResource).describe('All MCP servers that the workspace can use.') })
  .meta({ id: 'McpServerList', description: 'The MCP servers that a workspace can use.' });
