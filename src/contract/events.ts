/**
 * The events on the bus: ids and outcomes of connections and of what connections depend on. No token and no account; a person
 * only as the one who changed a server or an app.
 */
import * as z from 'zod';
import { STORED_WORKSPACE } from './identifiers.ts';
import { REVOCATION_OUTCOMES } from './outcomes.ts';
import { ConnectionId, ProviderId, ServerId } from './resources/identifier-schemas.ts';
import { STATUS_REASONS } from './statuses.ts';

/** `source` of the events on the bus. */
export const EVENT_SOURCE = 'connections';

/** `detail-type` on the bus. Those of a workspace are also types of its activity. */
export const EventType = z.enum([
  /** A consent was completed: for a new connection, or again for one that was there. */
  'connected',
  /** A refresh brought tokens after others had failed. */
  'refresh_recovered',
  /** The grant is dead; somebody must connect again. `outcome`: the reason. */
  'reauthorization_required',
  /** No refresh moves its end away: somebody should connect again before it. */
  'grant_ends_soon',
  /** The sealed tokens are deleted. `outcome`: what the provider made of the revocation. */
  'disconnected',
  /** An admin registered, changed or deleted an own OAuth app or an MCP server of the workspace. */
  'oauth_app_put',
  'oauth_app_deleted',
  'mcp_server_put',
  'mcp_server_deleted',
  /** A provider refuses an app's credentials. Without `workspaceId`: the platform's verified app. */
  'app_misconfigured',
  /** New envelopes are sealed under a new data key. Without `workspaceId`. `keyVersion`: its version. */
  'data_key_rotated',
]);
export type EventType = z.infer<typeof EventType>;

/** Why a grant is dead, or what the provider answered to a revocation. */
export const EventOutcome = z.enum([...STATUS_REASONS, ...REVOCATION_OUTCOMES]);
export type EventOutcome = z.infer<typeof EventOutcome>;

/** `detail` on the bus. */
export const ConnectionEvent = z.strictObject({
  version: z.literal('1'),
  /** Unique for what happened; EventBridge may deliver it twice. */
  id: z.uuid(),
  at: z.iso.datetime(),
  /** Name of the stage. */
  environment: z.string(),
  type: EventType,
  /** Of a personal workspace: `~` and a hash that nobody outside can compute from less than issuer and person. */
  workspaceId: z.string().regex(STORED_WORKSPACE).optional(),
  /** Absent for what happened to an app or a key. */
  connectionId: ConnectionId.optional(),
  provider: ProviderId.optional(),
  outcome: EventOutcome.optional(),
  keyVersion: z.int().min(1).optional(),
  /** Of an MCP server: its id. */
  server: ServerId.optional(),
  /** Of an own OAuth app. */
  clientId: z.string().optional(),
  appVersion: z.int().min(1).optional(),
  /** Who registered, changed or deleted the server or the app. */
  actor: z.strictObject({ issuer: z.string(), subject: z.string() }).optional(),
  /** Hosts of the server or the app before and after. A name in braces stands for a value of each connection. */
  hostsBefore: z.array(z.string()).max(25).optional(),
  hostsAfter: z.array(z.string()).max(25).optional(),
});
export type ConnectionEvent = z.infer<typeof ConnectionEvent>;
