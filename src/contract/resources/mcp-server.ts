/** MCP servers as a workspace sees and registers them. */
import * as z from 'zod';
import { ServerRegistration } from '../server-registration.ts';
import { choice } from './described.ts';
import { ProviderId, ServerId } from './values.ts';

/** The allowed hosts follow from the URL, or from the provider's API for a server that the runtime starts. */
export const McpServerBody = ServerRegistration.omit({ id: true, allowedHosts: true }).meta({
  id: 'McpServerRegistration',
  description:
    'The registration of an MCP server of the workspace. The hosts that may receive the token are not given: they are the host of `url`, or the hosts of the provider’s API for a server that the runtime starts.',
});
export const McpServerResource = z
  .object({
    id: ServerId,
    name: z.string().describe('The name of the server, for people.'),
    provider: ProviderId,
    url: z
      .string()
      .optional()
      .describe('The Streamable HTTP endpoint. Absent if a runtime starts the server.'),
    source: choice('Who registered the server.', {
      catalogue: 'The catalogue of this product.',
      stage: 'The operator of this environment.',
      workspace: 'The workspace.',
    }),
    connected: z
      .boolean()
      .describe('Whether the workspace has a connection of the provider that can be used.'),
  })
  .meta({ id: 'McpServer', description: 'An MCP server that can receive tokens of the workspace.' });
export const McpServerList = z
  .object({ servers: z.array(McpServerResource).describe('All MCP servers that the workspace can use.') })
  .meta({ id: 'McpServerList', description: 'The MCP servers that a workspace can use.' });
