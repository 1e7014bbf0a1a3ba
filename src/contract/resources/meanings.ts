/**
 * What each value of a closed list means, in one sentence for people. The lists themselves are elsewhere, because the
 * injector needs the values and must not carry the sentences; the compiler holds each record to its list.
 */
import type { ActivityType } from '../activity.ts';
import type { ToolCallOutcome } from '../injection-messages.ts';
import type { CheckOutcome, RefreshOutcome, RevocationOutcome } from '../outcomes.ts';
import type { ConnectionStatus, StatusReason } from '../statuses.ts';

export const STATUS_MEANINGS: Record<ConnectionStatus, string> = {
  active: 'The connection works.',
  choice_needed:
    'The account reaches several tenants, and a person has to choose one. No call gets a token before. Without a choice the connection ends after a day.',
  refresh_failing:
    'The connection works while its access token lasts. The last refresh met a temporary fault and is retried.',
  reauthorization_required: 'The grant has ended. A person must connect again.',
  disconnecting:
    'The connection cannot be used any more. The revocation at the provider has not been answered yet.',
  disconnected: 'The connection has ended. Only its receipt is kept; no token exists.',
};

export const REASON_MEANINGS: Record<StatusReason, string> = {
  grant_revoked: 'The provider answered `invalid_grant` for the current refresh token.',
  refresh_lost:
    'The provider answered `invalid_grant` after one of its answers was lost. The new tokens in that answer were never received.',
  expired_without_refresh_token:
    'The provider did not issue a refresh token, and the access token has expired.',
  restored: 'The connection was restored from a backup, so its tokens may be out of date.',
  provider_unavailable: 'The provider cannot be reached at present, or it answers with a server error.',
  provider_throttled: 'The provider limits the rate of requests and asked to wait.',
  app_misconfigured:
    'The provider refuses the credentials of the OAuth app. The connection itself is not affected.',
  client_lost:
    'The authorization server of the MCP server does not know the broker’s client any more. The next consent registers a new one.',
  issuer_changed: 'The MCP server names another authorization server than the one that issued the tokens.',
};

export const ACTIVITY_MEANINGS: Record<ActivityType, string> = {
  connect_started: 'A person started a consent.',
  connected: 'A consent was completed, for a new connection or for an existing one.',
  initiator_mismatch: 'A person tried to complete a consent that another person had started.',
  connect_failed: 'A consent returned from the provider and was not completed. `outcome` is a problem code.',
  tenant_chosen:
    'A person chose which tenant a connection is for: an organization, a site or a company that the account reaches.',
  connection_renamed: 'A person changed or removed the display name of a connection.',
  tokens_dropped:
    'A consent brought tokens that were not stored. `outcome` is that of their revocation; with `pending` a sealed copy is kept for a day at most, and is only revoked.',
  refresh_recovered: 'A refresh succeeded after earlier refreshes had failed.',
  reauthorization_required: 'A grant has ended, and a person must connect again. `outcome` is the reason.',
  grant_ends_soon:
    'A grant ends within seven days and a refresh cannot extend it. A person should connect again before that.',
  app_misconfigured: 'The provider refuses the credentials of the workspace’s own OAuth app.',
  app_recovered: 'The provider accepts the credentials of the workspace’s own OAuth app again.',
  disconnect_requested: 'A person asked to disconnect. The connection cannot be used from this moment.',
  disconnected: 'The stored tokens of a connection were deleted. `outcome` is that of the revocation.',
  oauth_app_put:
    'A person registered the workspace’s own OAuth app or changed it. With `outcome` it was refused and nothing changed.',
  oauth_app_deleted: 'A person deleted the workspace’s own OAuth app. With `outcome` it was refused.',
  mcp_server_put:
    'A person registered an MCP server of the workspace or changed it. With `outcome` it was refused and nothing changed.',
  mcp_server_deleted: 'A person deleted an MCP server of the workspace. With `outcome` it was refused.',
  mcp_server_confirmed:
    'A person confirmed that a remote MCP server and its authorization server belong together although their names differ. `addressesAfter` holds the names.',
  tools_changed:
    'The list of tools of an MCP server differs from the one that was seen before. `toolChanges` says how, and `actor` whose client listed the tools.',
  tools_approved:
    'A person approved definitions of tools of an MCP server. With `outcome` it was refused and nothing changed.',
  oauth_client_registered:
    'The broker registered a client at the authorization server of a remote MCP server.',
  verified_apps_allowed: 'A person allowed the workspace to connect with the platform’s verified OAuth apps.',
  verified_apps_refused: 'A person allowed the workspace to connect with its own OAuth apps alone.',
  workspace_deleted: 'A person deleted the workspace.',
  refused:
    'A request of a person was refused by a rule or a limit. `operation` names it, and `outcome` is a problem code. Admins see all of these, members their own.',
};

export const REFRESH_MEANINGS: Record<RefreshOutcome, string> = {
  refreshed: 'The provider issued new tokens, and they are stored.',
  moved: 'Another worker stored newer tokens in the meantime.',
  busy: 'Another worker refreshes this connection at the moment.',
  not_yet:
    'An earlier refresh failed, or one succeeded a moment ago. The next refresh is possible at `retryAt`.',
  paused:
    'The provider is not asked until `retryAt`, because it refused or failed other requests of the same OAuth app.',
  failing: 'The refresh met a temporary fault. It is retried at `retryAt`.',
  alive: 'The connection has no refresh token, and the provider still accepts the access token.',
  dead: 'The grant has ended. A person must connect again.',
  not_refreshable: 'The connection has no refresh token, or its status does not allow a refresh.',
};

export const REVOCATION_MEANINGS: Record<RevocationOutcome, string> = {
  revoked: 'The provider confirmed the revocation.',
  unconfirmed: 'The provider was asked, but its answer proves nothing. Remove the access by hand as well.',
  pending: 'The provider has not answered yet. The revocation is retried until `retryUntil`.',
  not_supported: 'The provider has no revocation endpoint. Remove the access by hand at `byHandAt`.',
  failed:
    'The provider could not be reached, or refused, until the time limit. Remove the access by hand at `byHandAt`.',
  left_shared_grant:
    'The grant was not revoked, because another connection uses the same grant and would have ended with it, or because it is not known whose grant it is.',
  nothing_to_revoke:
    'No token was alive: the connection had none, or the provider answered that its grant had ended before.',
};

export const CALL_OUTCOME_MEANINGS: Record<ToolCallOutcome, string> = {
  injected: 'A token was handed out.',
  not_connected: 'The workspace had no connection for the server.',
  reauthorization_required: 'The grant had ended. A person must connect again.',
  insufficient_scope: 'The connection was not granted all scopes that the call needed; see `missingScopes`.',
  unknown_server: 'No MCP server of that id was registered.',
  tool_not_allowed: 'The registration of the server does not allow the tool.',
  tool_call_replayed: 'The operation id had been used before.',
  host_not_allowed: 'A token of the server is not handed out for that host.',
  caller_not_authorized: 'The caller was not authorized.',
  temporarily_unavailable: 'No usable token could be had at that time.',
  invalid_request: 'The request had not the form of the injection contract.',
  health: 'A deployment tried whether a new version works.',
};

export const CHECK_MEANINGS: Record<CheckOutcome, string> = {
  accepted:
    'The provider refused the code alone, so it takes the client id and the client secret. A provider that judges codes before clients would say so too.',
  refused: 'The provider refuses the client id or the client secret.',
  redirect_uri_refused: 'The provider refuses the redirect URI: it is not the one that is registered there.',
  unclear: 'The provider’s answer says nothing of the client. `error` and `status` show what it was.',
  unreachable: 'The provider did not answer in time, or at no address that may be asked.',
};
