/**
 * Every failure that the HTTP API can answer with, as RFC 9457 problem details: code → [HTTP status, title, detail]. Programs decide
 * by the code. The texts are fixed: no text contains anything that a caller or a provider sent.
 */
export const PROBLEMS = {
  invalid_request: [
    400,
    'Invalid request',
    'The request does not have the form that this operation requires.',
  ],
  invalid_variable: [
    400,
    'Invalid variable',
    'A value for the provider is missing, unknown or malformed. The catalogue shows an example for each.',
  ],
  custom_provider_refused: [
    400,
    'Provider refused',
    'Every endpoint must be an https URL on a public host that is not a host of a provider in the catalogue.',
  ],
  unknown_scope: [
    400,
    'Unknown scope or product',
    'The catalogue does not list a requested product, or a requested scope, for this provider. Only an OAuth app of the workspace can ask for other scopes.',
  ],
  unauthenticated: [
    401,
    'Not signed in',
    'The request has no valid access token of the issuer that this environment trusts.',
  ],
  forbidden: [403, 'Not allowed', 'This operation requires the role admin in this workspace.'],
  workspace_claim_refused: [
    403,
    'Workspaces not readable',
    'The claim of the access token that lists workspaces has an entry of another form than `workspace:role`. No right was taken from it. The operator of the identity provider corrects the claim.',
  ],
  initiator_mismatch: [
    403,
    'Started by another person',
    'Only the person who started this connection can complete it, in its workspace, and no code that another person brought is used. The connection was not made. Start again.',
  ],
  membership_ended: [
    403,
    'No longer a member',
    'You started this connection as a member of the workspace and are none any more. The connection was not made.',
  ],
  not_found: [404, 'Not found', 'It does not exist, or you do not have access to it.'],
  unknown_provider: [404, 'Unknown provider', 'No provider with this id exists.'],
  connect_session_not_found: [
    404,
    'No such connect session',
    'The connect session does not exist, has ended already, or the completion secret does not belong to it.',
  ],
  method_not_allowed: [405, 'Method not allowed', 'This path does not support this method.'],
  app_not_available: [
    409,
    'No OAuth app',
    'This environment has no verified OAuth app for the provider, and the workspace has no OAuth app of its own.',
  ],
  app_not_allowed: [
    409,
    'Own OAuth apps only',
    'This environment, or an admin of this workspace, allows connections with the workspace’s own OAuth apps alone.',
  ],
  server_id_reserved: [
    409,
    'Server id reserved',
    'An MCP server of the catalogue or of this environment already has this id.',
  ],
  server_refused: [
    400,
    'Server refused',
    'The URL of the server must be https on a public host. One placement must contain the token, and each must use a name that is allowed for tokens.',
  ],
  confirmation_needed: [
    409,
    'Confirmation needed',
    'The MCP server and its authorization server have different names, so an admin confirms both: a hostile server could name an honest authorization server, and would receive a token that works elsewhere.',
  ],
  confirmation_mismatch: [
    409,
    'Another confirmation',
    'What was confirmed is not the server, the tool or the account that would be used. Nothing was called.',
  ],
  call_refused: [
    409,
    'Call refused',
    'There is no token for this call, as `refusal` explains. Nothing was called.',
  ],
  server_unreachable: [
    424,
    'MCP server unreachable',
    'The MCP server gave no answer that can be shown. A tool that was called may have run.',
  ],
  registration_refused: [
    424,
    'Registration refused',
    'The authorization server of the MCP server does not take this broker as a client by itself. Its vendor allows the redirect URI, or gives a client id.',
  ],
  issuer_changed: [
    409,
    'Authorization server changed',
    'The MCP server names another authorization server than the one that an admin registered. Nothing was sent to either.',
  ],
  metadata_changed: [
    409,
    'Metadata changed',
    'The authorization server of the MCP server names other endpoints than those that an admin registered, or protects less. Nothing was sent there.',
  ],
  server_in_use: [
    409,
    'MCP server in use',
    'Connections were made for this MCP server at its former address. Disconnect them first.',
  ],
  account_unknown: [
    409,
    'Account unknown',
    'The authorization server does not say whose account it is, so this consent could replace another account than the one that was connected.',
  ],
  oauth_app_in_use: [
    409,
    'OAuth app in use',
    'Connections were made with this OAuth app. Disconnect them first.',
  ],
  client_id_reserved: [
    409,
    'Client id reserved',
    'This client id belongs to the platform’s verified OAuth app.',
  ],
  app_changed: [
    409,
    'OAuth app changed',
    'Another person changed this OAuth app at the same time. Load it again before you change it.',
  ],
  server_changed: [
    409,
    'MCP server changed',
    'Another person changed this MCP server at the same time. Load it again before you change it.',
  ],
  connection_disconnecting: [
    409,
    'Disconnecting',
    'The connection is being disconnected. Wait until its receipt shows that this has finished.',
  ],
  connection_not_usable: [409, 'Not usable', 'The status of the connection does not allow this operation.'],
  connection_changed: [
    409,
    'Connection changed',
    'The connection was changed at the same time. Nothing was stored. Start again.',
  ],
  account_mismatch: [
    409,
    'Another account',
    'This connection belongs to another account at the provider. Disconnect it first, or give the new account a label.',
  ],
  workspace_deleted: [409, 'Workspace deleted', 'This workspace is being deleted.'],
  authorization_response_mismatch: [
    409,
    'Another answer',
    'This answer of a provider came to another redirect URI, or from another issuer, than the connect session expects. It was not used.',
  ],
  connect_session_expired: [410, 'Connect session expired', 'The consent took too long. Start again.'],
  payload_too_large: [413, 'Too large', 'The request body is larger than this API accepts.'],
  unsupported_media_type: [415, 'Unsupported media type', 'The request body must be application/json.'],
  consent_refused: [422, 'Consent refused', 'The provider did not grant access.'],
  provider_error: [
    422,
    'Error of the provider',
    'The provider ended the consent with an error. Start again.',
  ],
  provider_rejected: [
    422,
    'Rejected by the provider',
    'The provider did not accept the authorization code. Start again.',
  ],
  no_tenant: [
    422,
    'Nothing to connect to',
    'The account reaches no organization or site at the provider with which the connection could work.',
  ],
  provider_unreachable: [
    424,
    'Provider unreachable',
    'The provider did not answer, or its answer could not be understood. Start again later.',
  ],
  app_misconfigured: [
    424,
    'OAuth app misconfigured',
    'The provider refused the credentials of this OAuth app. Check the OAuth app; the connection is not the cause.',
  ],
  too_many_requests: [
    429,
    'Too many requests',
    'You, or all persons of this workspace together, made too many changes in a short time. Wait up to ten minutes.',
  ],
  too_many_at_once: [
    429,
    'Too many at once',
    'This workspace waits for as many answers of hosts of its own choice as it may. Nothing was changed. Try again in a moment.',
  ],
  quota_exceeded: [
    409,
    'Quota exceeded',
    'The workspace has reached the maximum number of these. Delete some first, or use a label that it had before.',
  ],
  temporarily_unavailable: [
    503,
    'Temporarily unavailable',
    'A service is not available. Try again in a moment.',
  ],
  internal: [
    500,
    'Internal error',
    'The service has a fault. An operator finds its cause in the log by the correlation id.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;
