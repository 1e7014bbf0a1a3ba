/**
 * The log of the functions: one JSON object a line, with an event of this list and fields of this list alone. No field can
 * hold a token, a code, a URL with a query, or a provider's answer. docs/logs.md is made of this file.
 */
import type { ActivityType } from './activity.ts';
import type { GatewayRefusalReason } from './authorizer.ts';
import type { RefusalReason } from './injection-messages.ts';
import type { RevocationOutcome, TickOutcome } from './outcomes.ts';
import type { ProblemCode } from './problems.ts';
import type { OperationId } from './routes.ts';
import type { StatusReason } from './statuses.ts';

/** Every event with what it means. */
export const LOG_EVENTS = {
  injection:
    'A request for a token was answered. `outcome`: `injected`, or the reason of the refusal. `hosts`: where the token may go, or was to go.',
  authorization: 'token-authorizer refused a request before it became an injection. `outcome`: the reason.',
  not_delivered: 'token-authorizer had a token that API Gateway cannot put into a header.',
  injection_failed: 'An injection met a fault of this service and was refused.',
  trial_failed:
    'server-trial got no answer of token-injector, or one of an MCP server that no client of MCP understands.',
  tools_not_listed:
    'The endpoint got no list of tools: of one MCP server, or, without `server`, of the workspace. `error` says why.',
  tools_named_alike:
    'Tools whose names are the same at the endpoint. It serves none of them. `count`: how many.',
  tools_changed:
    'A list of tools differs from the one that was seen before, and the activity has it. `count`: how many tools.',
  tools_not_recorded:
    'The same, without an entry: the server has used up those of the day. The next day records it.',
  tools_not_told:
    'The endpoint could not tell token-injector which tools a server lists. It shows the list, unless the stage holds changes back.',
  tool_call_failed: 'A call of a tool through the endpoint failed. The client got a fixed sentence.',
  mcp_request_refused: 'The endpoint got a request that is none of the MCP revision that it claims to be of.',
  check_failed: 'A check of servers met a fault of this service and was refused.',
  refusal_not_recorded: 'A refusal could not be recorded. `outcome`: its reason.',
  refresh_out_of_reach:
    'The injector, or a disconnect that needs a refresh, could not invoke token-refresh. A tick finishes such a disconnect.',
  use_not_noted: 'The hour of a connection’s last use could not be written.',
  place_not_given_back:
    'A refresh ended, but its place at a slow endpoint could not be given back; it lapses with the lease.',
  tick: 'A tick ended. `count`: items that were due. `lagMs`: age of the oldest. `outcomes`: what came of them.',
  tick_failed: 'The local scheduler’s tick failed; the next tick is the retry.',
  due_item_failed: 'One due item met a fault of this service; the next tick meets the item again.',
  refresh_failed:
    'A refresh brought no tokens and is retried. `reason`: the reason that the connection shows.',
  refresh_endpoint_missing:
    'A provider’s refresh endpoint answered 404, and its other documented endpoint is asked. `provider` names the definition to correct.',
  reauthorization_required: 'A grant is dead; somebody must connect again.',
  issuer_refused:
    'A provider’s redirect named another issuer than the provider’s, and the consent was refused. `hosts`: the host of that issuer.',
  late_tokens_dropped:
    'Tokens arrived after something newer was stored. `outcome`: what came of their revocation.',
  superseded_tokens: 'A new consent replaced tokens. `outcome`: what came of their revocation.',
  unstored_tokens_dropped:
    'A consent’s tokens could not be stored. `outcome`: what came of their revocation.',
  client_not_forgotten:
    'A client at the authorization server of a remote MCP server could not be deleted after its last connection.',
  unstored_tokens_lost:
    'A consent’s tokens could be neither stored nor revoked, and the escrow did not take them. Remove the access at the provider.',
  rotated_tokens_escrowed: 'The table refused rotated tokens to the end; a sealed copy is in the escrow.',
  rotated_tokens_lost: 'Neither the table nor the escrow took rotated tokens.',
  escrow_stored: 'A copy from the escrow became current.',
  escrow_failed: 'A copy in the escrow could not be settled; the next tick tries again.',
  escrow_replayed: 'A copy from the escrow was settled before; it was deleted, and nothing else was done.',
  escrow_unknown: 'The escrow did not answer.',
  escrow_damaged: 'An object in the escrow is not a copy that was sealed here. It is deleted after a day.',
  app_health: 'The provider refuses an app’s credentials, or accepts them again. `outcome` says which.',
  activity_not_recorded: 'An entry of the activity could not be written. `activity`: its type.',
  event_not_published: 'An event could not be put on the bus. `activity`: its type.',
  event: 'The local environment’s event bus: one published event.',
  issuer_keys_stale:
    'The issuer’s keys could not be fetched, and callers are verified with the keys at hand. `ageMs`: when these were fetched.',
  issuer_keys_missing:
    'The issuer’s keys could not be fetched, and there are none at hand: every caller is refused.',
  vault_key_failed: 'KMS did not make or open a data key.',
  data_key_made: 'A new data key is current. `keyVersion`: its version.',
  data_key_removed: 'An older data key was removed. `keyVersion`: its version.',
  envelope_unopened: 'An envelope did not open during a sweep and was left as it is. `attribute` holds it.',
  damaged_item: 'An item of the table lacks an attribute of its record, or holds one that cannot be.',
  version_unhealthy:
    'A new version of a function cannot do its work, so the deployment stops. `functionVersion` names it.',
  registration:
    'A server or an OAuth app of a workspace is registered, changed or deleted. `activity` says which; with `outcome` it was refused after all.',
  request_refused:
    'A rule or a limit refused a request of a member. `operation` names it, `outcome` is the code of the problem.',
  request_failed: 'A request to the HTTP API met a fault of this service. `correlationId` is in the answer.',
  unhandled: 'A function met an error that nothing else caught.',
} as const;
export type LogEvent = keyof typeof LOG_EVENTS;

/** What came of the thing that a line reports. */
export type LogOutcome =
  | 'injected'
  | RefusalReason
  | GatewayRefusalReason
  | 'unauthorized'
  | RevocationOutcome
  | ProblemCode
  | StatusReason
  | 'app_recovered';

export interface LogFields {
  workspaceId?: string;
  connectionId?: string;
  provider?: string;
  sessionId?: string;
  server?: string;
  operationId?: string;
  hosts?: readonly string[];
  hostsBefore?: readonly string[];
  hostsAfter?: readonly string[];
  operation?: OperationId;
  issuer?: string;
  subject?: string;
  activity?: ActivityType | 'data_key_rotated';
  concerns?: 'tenant';
  outcome?: LogOutcome;
  outcomes?: Partial<Record<TickOutcome, number>>;
  reason?: StatusReason | 'does_not_open' | 'key_unavailable';
  error?: string;
  attribute?: string;
  correlationId?: string;
  status?: number;
  generation?: number;
  keyVersion?: number;
  functionVersion?: string;
  count?: number;
  durationMs?: number;
  ageMs?: number;
  lagMs?: number;
}

/** Every field with what it holds. */
export const LOG_FIELDS: Record<keyof LogFields, string> = {
  workspaceId: 'The workspace',
  connectionId: 'The connection within the workspace',
  provider: 'The provider of the catalogue, or `custom~name`',
  sessionId: 'The connect session: the SHA-256 of the state',
  server: 'The MCP server’s id',
  operationId: 'The id of one injection, a UUIDv7 of the runtime',
  hosts: 'A list of hosts: where a token may go, or was to go',
  hostsBefore: 'A list of hosts: where a server or an app led',
  hostsAfter: 'A list of hosts: where it leads now',
  operation: 'The operation of the HTTP API',
  issuer: 'The issuer of the person who asked',
  subject: 'The `sub` claim of the person who asked',
  activity: 'A type of the activity, or of an event on the bus',
  concerns:
    '`tenant`: an OAuth app of the workspace’s own, or an endpoint that the workspace chose, refused or took the time. No alarm counts the line',
  outcome: 'What came of it',
  outcomes: 'Of a tick: how many due items had each outcome',
  reason: 'Why',
  error: 'Names and codes of an error, never its message',
  attribute: 'Name of an attribute of an item',
  correlationId: 'The id that the HTTP answer carries too',
  status: 'HTTP status of the answer',
  generation: 'The generation of the connection’s tokens',
  keyVersion: 'The version of a data key',
  functionVersion: 'Name and version of a function',
  count: 'How many',
  ageMs: 'Age of keys',
  durationMs: 'Milliseconds',
  lagMs: 'Milliseconds by which the oldest due item was overdue',
};
