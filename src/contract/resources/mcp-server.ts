/** MCP servers as a workspace sees and registers them. */
import * as z from 'zod';
import { ServerRegistration } from '../servers/server-registration.ts';
import { choice } from './described.ts';
import { ConnectionId, Scope, ServerId } from './values.ts';

const Described = ServerRegistration.omit({ id: true, allowedHosts: true, apiHosts: true }).partial();
const Confirmed = z
  .strictObject({
    issuer: z.string().min(1).max(2000).describe('`confirm.issuer` of the problem.'),
    resource: z.string().min(1).max(2000).describe('`confirm.resource` of the problem.'),
    claimedIssuer: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe('`confirm.claimedIssuer` of the problem, if it has one.'),
    authorizationHost: z
      .string()
      .min(1)
      .max(260)
      .optional()
      .describe('`confirm.authorizationHost` of the problem, if it has one.'),
  })
  .meta({
    id: 'ConfirmedServer',
    description: 'What an admin saw and confirmed after `confirmation_needed`: the exact texts of `confirm`.',
  });

export const RemoteAuthorization = z
  .object({
    issuer: z.string().describe('The authorization server that the MCP server names.'),
    claimedIssuer: z
      .string()
      .optional()
      .describe('The issuer that the authorization server claims to be, if it is another one.'),
    resource: z.string().describe('The resource for which tokens are issued (RFC 8707).'),
    isShared: z
      .boolean()
      .describe(
        'Whether the resource is a parent of the server’s URL: its tokens are valid for all below it.',
      ),
    authorizationHost: z.string().describe('The host to which a browser goes for the consent.'),
    scopes: z.array(Scope).describe('The scopes that a consent asks for.'),
    redirectUri: z.string().describe('The redirect URI of this registration.'),
    client: choice('How the broker is a client of the authorization server.', {
      document: 'By its client metadata document.',
      dynamic: 'It registered itself (RFC 7591).',
      'by-hand': 'An admin registered it by hand.',
      none: 'It is none yet. The next consent registers it.',
      needed:
        'It is none, and cannot register itself: an admin puts a client id as the OAuth app of `remote~name`.',
    }),
    clientId: z.string().optional().describe('The client id.'),
    clientDocument: choice('Whether a client metadata document can be used.', {
      possible: 'The authorization server reads such documents.',
      not_offered:
        'The authorization server does not read such documents, or takes no client without a secret.',
      no_public_address:
        'The authorization server reads such documents, but this environment has no public https address.',
    }),
  })
  .meta({
    id: 'RemoteAuthorization',
    description: 'How a remote MCP server is authorized that has an authorization server of its own.',
  });

export const McpServerBody = Described.extend({
  connectionId: ConnectionId.optional(),
  confirmed: Confirmed.optional(),
}).meta({
  id: 'McpServerRegistration',
  description:
    'An MCP server of the workspace. A remote server with an authorization server of its own needs `url` alone: discovery finds the rest, and its connections are those of `remote~name`, where `name` is its id. For any other server `provider` is needed, and `url` or, for a server that the runtime starts, `placements`. `name` is the id if it is absent; `placements` is `Authorization: Bearer {accessToken}`; `binding` is `request` with a `url`, else `process`; `discovery` is true; `removeHeaders` and `scopes` are empty. For a server of the catalogue or of the environment only `connectionId` can be given, and `url` where it has no address. `connectionId` is the account whose token a call gets that names none; it is the default connection of the provider if it is absent. The hosts that may receive the token follow from `url`.',
});

export const McpServerResource = ServerRegistration.extend({
  source: choice('Who registered the server.', {
    catalogue: 'The catalogue of this product.',
    stage: 'The operator of this environment.',
    workspace: 'The workspace.',
  }),
  connectionId: ConnectionId,
  connectionOf: choice('Whose connection a call uses. Absent: the workspace’s.', {
    person: 'That of the person who calls, in the personal workspace (`~me`).',
    'person-else-workspace': 'That of the person who calls; for a person who has none, the workspace’s.',
  }).optional(),
  urlTemplate: z
    .string()
    .optional()
    .describe(
      'The address as it was registered, where it holds names in braces: `url` is then that of the connection, and absent without one. A PUT takes this one.',
    ),
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
  authorization: RemoteAuthorization.optional(),
}).meta({
  id: 'McpServer',
  description:
    'An MCP server that can receive tokens of the workspace. `connectionId` is the account whose token a call gets that names none.',
});
export const KnownServer = z
  .object({
    id: ServerId,
    name: z.string().describe('The name of the server, for people.'),
    url: z.string().describe('The address to register.'),
    issuer: z.string().describe('The authorization server that it is expected to name.'),
    registration: choice('How the broker becomes a client.', {
      document: 'By its client metadata document.',
      dynamic: 'It registers itself (RFC 7591).',
      'by-hand': 'An admin registers it by hand.',
      refused: 'The vendor admits only the clients on a list of its own.',
    }),
    ask: z.string().optional().describe('The page where one asks the vendor.'),
    checkedOn: z.string().describe('The day on which this was looked up.'),
  })
  .meta({
    id: 'KnownServer',
    description: 'A remote MCP server that the catalogue knows. A workspace registers it by its `url`.',
  });
export const KnownServerList = z
  .object({ servers: z.array(KnownServer).describe('The servers, by name.') })
  .meta({ id: 'KnownServerList', description: 'The remote MCP servers that the catalogue knows.' });

export const McpServerList = z
  .object({ servers: z.array(McpServerResource).describe('All MCP servers that the workspace can use.') })
  .meta({ id: 'McpServerList', description: 'The MCP servers that a workspace can use.' });
